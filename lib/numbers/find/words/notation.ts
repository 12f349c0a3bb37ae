/**
 * Words by language (BCP 47), apart by spaces. Case and accents do not matter; `_` stands for the space inside a phrase. A word of
 * five letters or more is also known by its beginning (inflected, compounded), unless
 * `=` goes before it. One in capitals counts in capitals only: «EIN», not «ein».
 */
export type Words = Readonly<Record<string, string>>;
