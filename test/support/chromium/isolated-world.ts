import type { CDPSession, Page } from 'playwright-core';

const GROUP = 'ringside-overlay';

/** The JavaScript world of an extension's content scripts in a page's top frame. */
export class IsolatedWorld {
  readonly #page: Page;
  readonly #origin: string;
  readonly #contexts = new Map<number, { origin: string; frameId: string | undefined }>();
  #opened: Promise<{ cdp: CDPSession; topFrame: string }> | undefined;

  constructor(page: Page, origin: string) {
    this.#page = page;
    this.#origin = origin;
  }

  /** Evaluates to an object and hands it to `work`; undefined where the world or the object is missing. */
  async withObject<T>(
    expression: string,
    work: (object: RemoteObject | undefined) => Promise<T>,
  ): Promise<T> {
    const { cdp, topFrame } = await (this.#opened ??= this.#open());
    const contextId = this.#find(topFrame);
    if (contextId === undefined) return work(undefined);
    const { result } = await cdp.send('Runtime.evaluate', { expression, contextId, objectGroup: GROUP });
    try {
      return await work(result.objectId ? new RemoteObject(cdp, contextId, result.objectId) : undefined);
    } finally {
      await cdp.send('Runtime.releaseObjectGroup', { objectGroup: GROUP });
    }
  }

  /** Evaluates to a value, waiting for a promise. Throws where the world is missing or the code throws. */
  async evaluate<T>(expression: string): Promise<T> {
    const { cdp, topFrame } = await (this.#opened ??= this.#open());
    const contextId = this.#find(topFrame);
    if (contextId === undefined) throw new Error('no content script runs in this page');
    const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
      expression,
      contextId,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as T;
  }

  #find(topFrame: string): number | undefined {
    for (const [id, { origin, frameId }] of this.#contexts)
      if (origin === this.#origin && frameId === topFrame) return id;
    return undefined;
  }

  async #open(): Promise<{ cdp: CDPSession; topFrame: string }> {
    const cdp = await this.#page.context().newCDPSession(this.#page);
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      this.#contexts.set(context.id, { origin: context.origin, frameId: context.auxData?.['frameId'] });
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.#contexts.delete(executionContextId),
    );
    cdp.on('Runtime.executionContextsCleared', () => this.#contexts.clear());
    await cdp.send('Runtime.enable');
    const { targetInfo } = await cdp.send('Target.getTargetInfo');
    return { cdp, topFrame: targetInfo.targetId };
  }
}

/** An object in an isolated world. Functions run on it are given as their source text, with it as `this`. */
export class RemoteObject {
  readonly #cdp: CDPSession;
  readonly #contextId: number;
  readonly #id: string;

  constructor(cdp: CDPSession, contextId: number, id: string) {
    this.#cdp = cdp;
    this.#contextId = contextId;
    this.#id = id;
  }

  call<T>(source: string): Promise<T> {
    return this.#call(this.#id, source, []);
  }

  /** Runs the function on a node of the page, with this object as its argument. */
  async callOnNode<T>(backendNodeId: number, source: string): Promise<T> {
    const { object } = await this.#cdp.send('DOM.resolveNode', {
      backendNodeId,
      executionContextId: this.#contextId,
      objectGroup: GROUP,
    });
    if (!object.objectId) throw new Error('the node is gone');
    return this.#call(object.objectId, source, [{ objectId: this.#id }]);
  }

  /** The nodes of the whole document as assistive technology has them: the tree looks through closed shadow roots. */
  async accessibleNodes(role?: string, accessibleName?: string) {
    const { result } = await this.#cdp.send('Runtime.evaluate', {
      expression: 'document',
      contextId: this.#contextId,
      objectGroup: GROUP,
    });
    if (!result.objectId) return [];
    const { nodes } = await this.#cdp.send('Accessibility.queryAXTree', {
      objectId: result.objectId,
      ...(role !== undefined && { role }),
      ...(accessibleName !== undefined && { accessibleName }),
    });
    return nodes;
  }

  async #call<T>(objectId: string, functionDeclaration: string, args: { objectId: string }[]): Promise<T> {
    const { result, exceptionDetails } = await this.#cdp.send('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration,
      arguments: args,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
}
