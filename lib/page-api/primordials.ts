/**
 * The language's own functions as they were before the page's scripts ran. In the page's world nothing else may be
 * called: every prototype belongs to the page. A page that was quicker (our script came late) can only deceive itself.
 */
export const { apply, defineProperty, deleteProperty, get, getOwnPropertyDescriptor } = Reflect;
export const { freeze, setPrototypeOf } = Object;
export const { parse, stringify } = JSON;
export const NativePromise = Promise;
/** Runs a function of ours in this turn, but after everything else. */
export const later = queueMicrotask;
const { then: nativeThen } = Promise.prototype;
const { resolve: nativeResolve } = Promise;
const { bind } = Function.prototype;
const NativeError = Error;
const clone = structuredClone;
const timeout = setTimeout;

type Anything = (...args: never[]) => unknown;

/** An object on which nothing is found that was not put there. */
export function bare<T extends object>(facts: T): T {
  return setPrototypeOf(facts, null) as T;
}

/** `promise.then`, of which the page notices nothing: neither its own `then` nor its species is asked. */
export function after<T>(
  promise: Promise<T>,
  done: (value: T) => unknown,
  failed?: (why: unknown) => unknown,
): Promise<unknown> {
  defineProperty(promise, 'constructor', bare({ value: undefined, configurable: true }));
  const next: unknown = apply(nativeThen, promise, [done, failed]);
  deleteProperty(promise, 'constructor');
  return next as Promise<unknown>;
}

const nothing = (): void => undefined;

/** Its failure is nobody's business if the page does not look. */
export function unasked<T>(promise: Promise<T>): Promise<T> {
  void after(promise, nothing, nothing);
  return promise;
}

/** `fn.bind(...list)`. A bound function is the language's own: none of ours stands on the stack when it runs. */
export const bound = (fn: Anything, list: readonly unknown[]): (() => unknown) =>
  apply(bind, fn, list as never) as () => unknown;

/** Runs a function of the page's with none of ours beneath it, so that no stack tells where ours are from. */
export function runLater(fn: Anything, arg: unknown): void {
  later(bound(fn, [undefined, arg]));
}

/** Runs a function of the page's likewise, for what it returns or promises. */
export function resultOf(fn: () => unknown): Promise<unknown> {
  return after(apply(nativeResolve, NativePromise, []) as Promise<unknown>, fn);
}

export const afterMs = (ms: number, fn: () => void): void => void timeout(fn, ms);

/** An error without a stack: it would name our script's address, and with it the extension. */
export function makeError(code: string, message: string): Error {
  const raw = new NativeError(message);
  const stack = bare({ value: `RingsideError: ${message}`, configurable: true, writable: true });
  defineProperty(raw, 'stack', stack);
  // What was noted when it was made is left behind with it.
  const error = clone(raw);
  defineProperty(error, 'name', bare({ value: 'RingsideError', configurable: true, writable: true }));
  defineProperty(error, 'code', bare({ value: code, enumerable: true, configurable: true, writable: true }));
  return error;
}
