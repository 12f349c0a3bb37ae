import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { QualitySummary, TracePoint } from '../../lib/mirror/quality.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { clock } from '../controls/timer.tsx';
import { Fact } from './fact.tsx';
import { QualityChart } from './quality-chart.tsx';
import { gradeOf, gradeWords, scoreText } from './quality-words.ts';

interface CallSoundProps {
  phone: Phone;
  call: string;
  quality: QualitySummary;
}

/** How a past call sounded: the score and its word, the chart, and the figures behind them. */
export function CallSound({ phone, call, quality }: CallSoundProps) {
  const trace = useTrace(phone, call);
  const { mos, loss, jitter, roundTrip, seconds, troubled } = quality;
  const { text, tone } = gradeWords[gradeOf(mos.median)];
  return (
    <section class="card sounded" aria-labelledby="sounded">
      <div class="sounded-top">
        <h3 id="sounded">{t('howItSounded')}</h3>
        <span class={`pill tiny ${tone}`}>
          <span class="dot" />
          {scoreText(mos.median)} {t(text)}
        </span>
      </div>
      <QualityChart trace={trace} seconds={seconds} worst={mos.min} />
      <p class="sub wraps">
        {troubled === 0 ? t('noTrouble') : t('troubledFor', clock(troubled * 1000), clock(seconds * 1000))}
      </p>
      <dl class="facts">
        <Fact name={t('lostToThem')}>{loss.ours === undefined ? t('notTold') : percent(loss.ours)}</Fact>
        <Fact name={t('lostToYou')}>{percent(loss.theirs)}</Fact>
        <Fact name={t('jitterFact')}>
          {t('medianMost', Math.round(jitter.median), Math.round(jitter.max))}
        </Fact>
        {roundTrip && (
          <Fact name={t('delayFact')}>
            {t('medianMost', Math.round(roundTrip.median), Math.round(roundTrip.max))}
          </Fact>
        )}
      </dl>
    </section>
  );
}

const percent = (value: number): string =>
  new Intl.NumberFormat(t('language'), { style: 'percent', maximumFractionDigits: 1 }).format(value / 100);

/** The chart of a call; null until it is here. */
function useTrace(phone: Phone, call: string): readonly TracePoint[] | null {
  const trace = useSignal<readonly TracePoint[] | null>(null);
  useEffect(() => {
    let over = false;
    void (async () => {
      // The figures stand there without it.
      const read = await phone.readTrace({ call }).catch(() => ({ trace: [] }));
      if (!over) trace.value = read.trace;
    })();
    return () => {
      over = true;
    };
  }, [phone, call, trace]);
  return trace.value;
}
