import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from './refusal.ts';

/** Counts for one key; throws Refusal once there are too many in a minute. */
export type Limit = (key: string) => Promise<void>;

/** At most `perMinute` for every key, counted in this process. */
export function limitPerMinute(perMinute: number): Limit {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (key) => {
    try {
      await limiter.consume(key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      throw new Refusal(429, 'too_many_requests', `Too many requests. Try again in ${seconds} s.`, seconds);
    }
  };
}
