/**
 * Words by language (BCP 47), apart by spaces. Case and accents do not matter; `_` stands for the space inside a phrase. A word of
 * five letters or more is also known by its beginning (inflected, compounded), unless `=` goes before it.
 */
export type Words = Readonly<Record<string, string>>;
