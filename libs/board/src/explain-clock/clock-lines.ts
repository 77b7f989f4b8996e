import { clockWords, type ExplainedClock } from '@redress/clocks';
import { toIso } from '@redress/kernel';

/** One line for people in each language. */
export interface ClockLines {
  readonly en: string;
  readonly zh: string;
}

const VERDICTS: Readonly<Record<ExplainedClock['verdict'], ClockLines>> = {
  running: { en: 'not ended yet', zh: '尚未结束' },
  met: { en: 'met', zh: '达标' },
  missed: { en: 'missed', zh: '超时' },
  closed: { en: 'closed without a verdict', zh: '已关闭，不作判定' },
};

/** What an explanation comes to, in a line. Instants are in UTC. */
export function linesOf(told: ExplainedClock): ClockLines {
  const { clock, instance, target, policy, dueAt, verdict } = told;
  const { name, version } = target.calendar;
  const [ran, paused, closed] = [told.runningMs, told.pausedMs, told.closedMs];
  const rule = policy.rule === null ? undefined : String(policy.rule);
  const en = [
    `${clockWords(clock).en} ${String(instance)}: ran ${lengthOf(ran, EN)} of ${target.within} on calendar ${name} version ${String(version)}`,
    `stood still ${lengthOf(paused, EN)}`,
    `closed hours ${lengthOf(closed, EN)}`,
    `${rule === undefined ? 'set by a person under' : `rule ${rule} of`} ${policy.name} version ${String(policy.version)}`,
    dueAt === null ? 'no due instant' : `due ${toIso(dueAt)}`,
    VERDICTS[verdict].en,
    ...correctionOf(told, 'en'),
  ];
  const zh = [
    `${clockWords(clock).zh}（第 ${String(instance)} 次）：已计时 ${lengthOf(ran, ZH)}，目标 ${target.within}，日历 ${name} 第 ${String(version)} 版`,
    `暂停 ${lengthOf(paused, ZH)}`,
    `非工作时间 ${lengthOf(closed, ZH)}`,
    `${policy.name} 第 ${String(policy.version)} 版${rule === undefined ? '，由人员设定' : `规则 ${rule}`}`,
    dueAt === null ? '无到期时刻' : `到期 ${toIso(dueAt)}`,
    VERDICTS[verdict].zh,
    ...correctionOf(told, 'zh'),
  ];
  return { en: `${en.join('; ')}.`, zh: `${zh.join('；')}。` };
}

function correctionOf({ corrected }: ExplainedClock, language: keyof ClockLines): readonly string[] {
  if (corrected === null) return [];
  const { known, because } = corrected;
  const types = because.map(({ type }) => type).join(', ');
  const words = VERDICTS[known][language];
  if (language === 'zh') return [`现已知：${words}${types === '' ? '' : `（补报的事实：${types}）`}`];
  return [`as known now: ${words}${types === '' ? '' : ` (told late: ${types})`}`];
}

const EN = ['h', 'min', 's'] as const;
const ZH = ['小时', '分', '秒'] as const;

/** `27 h 5 min 0.25 s`, without the parts that are nothing. */
function lengthOf(ms: number, [hour, minute, second]: typeof EN | typeof ZH): string {
  const parts = [
    [Math.floor(ms / 3_600_000), hour],
    [Math.floor(ms / 60_000) % 60, minute],
    [(ms % 60_000) / 1000, second],
  ] as const;
  const some = parts.filter(([count]) => count > 0).map(([count, unit]) => `${String(count)} ${unit}`);
  return some.length === 0 ? `0 ${second}` : some.join(' ');
}
