/**
 * The language's own functions as they were before the page's scripts ran. In the page's world nothing else may be
 * called: every prototype belongs to the page. A page that was quicker (our script came late) can only deceive itself.
 */
export const { apply, construct, defineProperty, get, getOwnPropertyDescriptor } = Reflect;
export const { create, freeze, setPrototypeOf } = Object;
export const { parse, stringify } = JSON;
export const NativePromise = Promise;
const { then: nativeThen } = Promise.prototype;
const { bind } = Function.prototype;
const NativeError = Error;
const clone = structuredClone;
const later = queueMicrotask;
const nativeResolve = Promise.resolve;
const timeout = setTimeout;

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
  return apply(nativeThen, promise, [done, failed]) as Promise<unknown>;
}

const nothing = (): void => undefined;

/** Its failure is nobody's business if the page does not look. */
export function unasked<T>(promise: Promise<T>): Promise<T> {
  apply(nativeThen, promise, [undefined, nothing]);
  return promise;
}

export const bound = (fn: (...args: never[]) => unknown, ...args: unknown[]): (() => unknown) =>
  apply(bind, fn, [undefined, ...spread(args)]) as () => unknown;

/** Spreading asks the array's iterator, which is the page's. */
function spread(args: unknown[]): unknown[] {
  return setPrototypeOf(args, Array.prototype) as unknown[];
}

/** Runs a function of the page's with none of ours beneath it, so that no stack tells where ours are from. */
export function runLater(fn: (...args: never[]) => unknown, arg: unknown): void {
  later(apply(bind, fn, [undefined, arg]) as () => void);
}

/** Runs a function of the page's likewise, for what it returns or promises. */
export function resultOf(fn: () => unknown): Promise<unknown> {
  return after(apply(nativeResolve, NativePromise, []) as Promise<unknown>, fn);
}

export const afterMs = (ms: number, fn: () => void): void => void timeout(fn, ms);

/** An error without a stack: it would name our script's address, and with it the extension. */
export function makeError(code: string, message: string): Error {
  const raw = new NativeError(message);
  defineProperty(
    raw,
    'stack',
    bare({ value: `RingsideError: ${message}`, configurable: true, writable: true }),
  );
  // What was noted when it was made is left behind with it.
  const error = clone(raw);
  defineProperty(error, 'name', bare({ value: 'RingsideError', configurable: true, writable: true }));
  defineProperty(error, 'code', bare({ value: code, enumerable: true, configurable: true, writable: true }));
  return error;
}
