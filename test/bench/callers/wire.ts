/** When a SIP message came to the server. */
export interface Wire {
  readonly trace: (direction: 'in' | 'out', text: string) => void;
  /** The time (ms since the epoch) of the next request with this method that begins a dialog. */
  next(method: string): Promise<number>;
}

const patience = 20_000;

export function createWire(): Wire {
  let waiting: { method: string; tell: (at: number) => void } | undefined;
  return {
    trace(direction, text) {
      if (direction !== 'in' || !waiting || !text.startsWith(`${waiting.method} `)) return;
      waiting.tell(performance.timeOrigin + performance.now());
      waiting = undefined;
    },
    next: (method) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no ${method} came`)), patience);
        waiting = {
          method,
          tell(at) {
            clearTimeout(timer);
            resolve(at);
          },
        };
      }),
  };
}
