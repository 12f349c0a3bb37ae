/** References to the environment in the configuration file: `{ "env": "NAME" }`, with words in front as `prefix`. */

/** What stands in the place of a reference, so that a schema can tell a secret from a text in the clear. */
export class FromEnvironment {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The tree with its references followed. A mistake is told with its place. */
export function followReferences(
  tree: unknown,
  environment: Environment,
  mistake: (path: string, what: string) => void,
  path = '',
): unknown {
  if (Array.isArray(tree)) {
    return tree.map((branch, index) => followReferences(branch, environment, mistake, `${path}[${index}]`));
  }
  if (typeof tree !== 'object' || tree === null) return tree;
  if ('env' in tree) return follow(tree, environment, (what) => mistake(path, what));
  return Object.fromEntries(
    Object.entries(tree).map(([key, branch]) => [
      key,
      followReferences(branch, environment, mistake, path === '' ? key : `${path}.${key}`),
    ]),
  );
}

function follow(
  reference: { env: unknown; prefix?: unknown },
  environment: Environment,
  mistake: (what: string) => void,
): FromEnvironment {
  const { env: name, prefix = '', ...others } = reference;
  const strange = Object.keys(others);
  if (strange.length > 0) mistake(`has ${strange.join(', ')} beside "env", which only takes "prefix"`);
  if (typeof name !== 'string' || !/^[A-Za-z_]\w*$/.test(name)) {
    // The value may be the secret itself and is not repeated.
    mistake('names no variable of the environment after "env"');
    return new FromEnvironment('');
  }
  if (typeof prefix !== 'string') mistake('has a "prefix" that is not a text');
  const value = environment[name]?.trim() ?? '';
  if (value === '') mistake(`needs ${name}, which is not set in the environment`);
  return new FromEnvironment(value === '' ? '' : `${String(prefix)}${value}`);
}

/** A tree of plain JSON again. */
export function withValues(tree: unknown): unknown {
  if (tree instanceof FromEnvironment) return tree.value;
  if (Array.isArray(tree)) return tree.map(withValues);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, branch]) => [key, withValues(branch)]));
}
