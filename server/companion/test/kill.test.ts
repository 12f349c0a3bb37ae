import { expect, it } from 'vitest';
import { killAndReckon } from './support/kill.ts';
import { onBothStores } from './support/stores.ts';

const KILLS = 10;

onBothStores((freshPlace) => {
  it('loses nothing and does nothing twice when it is killed under load', async () => {
    const place = await freshPlace();
    const result = await killAndReckon({ place, kills: KILLS, seed: 7, callers: 10 });
    expect(result).toMatchObject({
      lost: [],
      twice: [],
      unknown: [],
      smsMissing: [],
      smsTwice: [],
      answersDiffer: [],
      crmMissing: [],
      crmTwice: [],
      operatorDiffers: [],
    });
    // It was cut off in its work, or this would show nothing.
    expect(result.cut).toBeGreaterThan(0);
    expect(result.told).toBe(result.calls);
    expect(result.sms).toBeGreaterThan(0);
    expect(result.crm).toBe(result.items);
  }, 180_000);
});
