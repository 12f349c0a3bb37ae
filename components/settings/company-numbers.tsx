import { useSignal } from '@preact/signals';
import { useContext } from 'preact/hooks';
import type { AdminNumber, AdminPage, ExportedFile, NumberTarget } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { DeskContext, send } from '../controls/desk.ts';
import { SelectField } from '../controls/field.tsx';
import { EmptyList, ListFault, LoadingRows } from '../desk/list-state.tsx';
import { ExportMenu } from '../desk/export-menu.tsx';
import { AdminSignIn } from './admin-sign-in.tsx';
import { useRead } from './use-read.ts';

interface CompanyNumbersProps {
  phone: Phone;
  save: (file: ExportedFile) => void;
}

/** For whoever looks after the company's phones: who answers which number, and the record of all calls. */
export function CompanyNumbers({ phone, save }: CompanyNumbersProps) {
  const { read, again } = useRead(() => phone.readAdmin({}), [phone]);
  const { value: page, fault } = read;
  return (
    <>
      {fault && <ListFault fault={fault} again={again} />}
      {!page && !fault && <LoadingRows text={t('companyNumbersLoading')} count={2} />}
      {page?.numbers.length === 0 && <EmptyList title={t('companyNumbersNone')} />}
      {page && page.numbers.length > 0 && (
        <ul class="rows">
          {page.numbers.map((one) => (
            <li key={one.id} class="row-item">
              <NumberRow phone={phone} number={one} page={page} again={again} />
            </li>
          ))}
        </ul>
      )}
      {(page?.administrator !== undefined || fault?.code === 'service-forbidden') && (
        <AdminSignIn
          administrator={page?.administrator ?? null}
          signIn={async (email, password) => {
            await phone.signInAsAdmin({ email, password });
            await again();
          }}
        />
      )}
      <Records phone={phone} save={save} />
    </>
  );
}

const kindWords: Readonly<Record<NumberTarget['kind'], TextKey>> = {
  extension: 'targetExtension',
  queue: 'targetQueue',
  ivr: 'targetIvr',
  ai_agent: 'targetAgent',
  voicemail: 'targetVoicemail',
};

/** Keeps a number's own direction in a line of another. */
const isolated = (text?: string): string => `\u2068${text ?? ''}\u2069`;

const keyOf = ({ kind, target }: NumberTarget): string => `${kind}:${target}`;

interface NumberRowProps {
  phone: Phone;
  number: AdminNumber;
  page: AdminPage;
  again: () => Promise<void>;
}

function NumberRow({ phone, number, page, again }: NumberRowProps) {
  const desk = useContext(DeskContext);
  const { answeredBy, display, label, id } = number;
  const now = answeredBy ? keyOf(answeredBy) : '';
  const listed = page.targets.some((one) => keyOf(one) === now);
  const options = [
    // Whoever answers now and is in no list is still said.
    ...(listed
      ? []
      : [
          {
            value: now,
            text: answeredBy ? `${t(kindWords[answeredBy.kind])}: ${answeredBy.target}` : t('targetNobody'),
          },
        ]),
    ...page.targets.map((one) => ({ value: keyOf(one), text: `${t(kindWords[one.kind])}: ${one.name}` })),
  ];
  return (
    <SelectField
      label={[display, label].filter(Boolean).map(isolated).join(' · ')}
      value={now}
      options={options}
      change={(value) => {
        const target = page.targets.find((one) => keyOf(one) === value);
        if (!target) return;
        const { kind } = target;
        const given = phone.assignNumber({ id, target: { kind, target: target.target } });
        send(desk, given);
        // Read again either way: what stands here is what the service has.
        void given.then(again, again);
      }}
    />
  );
}

const day = 86_400_000;
const spans = ['7', '30', '90', '365'] as const;
const spanWords: Readonly<Record<(typeof spans)[number], TextKey>> = {
  '7': 'lastWeek',
  '30': 'lastMonth',
  '90': 'lastQuarter',
  '365': 'lastYear',
};

/** Everybody's calls as a file. */
function Records({ phone, save }: CompanyNumbersProps) {
  const span = useSignal<(typeof spans)[number]>('30');
  const cut = useSignal<number | undefined>(undefined);
  return (
    <div class="form ruled records">
      <SelectField
        label={t('callRecords')}
        help={t('callRecordsHelp')}
        value={span.value}
        options={spans.map((value) => ({ value, text: t(spanWords[value]) }))}
        change={(value) => {
          span.value = value;
        }}
      />
      <ExportMenu
        read={(format) => phone.exportRecords({ from: Date.now() - Number(span.peek()) * day, format })}
        save={(file) => {
          cut.value = file.cut;
          save(file);
        }}
        off={false}
      />
      {cut.value !== undefined && (
        <p class="help" role="status">
          {t('callRecordsCut', cut.value)}
        </p>
      )}
    </div>
  );
}
