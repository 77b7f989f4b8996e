/**
 * The definitions of figures in Chinese, by name and version. The API gives them in English, so that there is one place where they are
 * said; a translation is of one version of one definition, and of no other.
 */
export const DEFINITIONS_ZH_CN: Readonly<Partial<Record<string, string>>> = {
  'first-response 1':
    '从一个周期开始（登记或重启）到其中首次实质性答复的时长，按自然时间计算：等待时间和非工作时间计入。',
  'resolution 1': '从一个周期开始（登记或重启）到解决的时长，按自然时间计算：等待时间和非工作时间计入。',
  'total-resolution 1':
    '从个案登记到目前为止最后一次解决的时长，按自然时间计算：等待时间和非工作时间计入。所属周期是这次解决的周期。',
  'own-clock 1':
    '政策自定义的时钟从启动到停止的时长，每次计时单独计算，按自然时间计算：等待时间和非工作时间计入。没有等到所等之事就结束的计时不计入。',
  'cases 1': '按登记时间统计的个案，以及到现在为止在其所有周期中发生的事；每个个案归入它现在所在之处。',
  'verdicts 2':
    '一个 SLA 时钟的各次计时按判定统计：已到期而仍在计时的算未达标。按查询所选，判定取当时所判、现在所知，或按政策后来的版本重新判定的结果（没有重新判定的，按现在所知）。每次计时归入个案在停止计时时的优先级、团队和坐席；仍在计时的，按现在。',
  'promises 1':
    '对客户的承诺，按到期时间统计；每个约定的时段算一个。按时兑现或违约：此后无论发生什么都不再改变。每个承诺归入负责的团队和坐席，已结束的归入结束时的负责者。',
  'remedies 1':
    '范围内发生的补救措施，各归入个案当时所在之处。已承诺：已提供，或未提供而直接落实；已支付：已落实。每种货币分别计算金额，以其最小单位表示。',
  'follow-ups 1':
    '个案的解决，按解决时间统计，每个周期单独计算，以及到现在为止的回访情况：以周期内最后一次结果为准。归入解决者以及个案当时所在之处。',
  'satisfaction 1':
    '客户的回答，按询问时间统计。关于个案的回答归入最后解决它的人以及个案当时所在之处；其他的归入询问者。',
  'servqual 1':
    '客户对服务各维度的评价（1 至 7 分），按询问时间统计：期望和感受分别是说到它的各项的平均值；差距是同时有期望和感受的各项中感受减期望的平均值。总差距是各维度差距按查询所给权重的平均值；没有差距的维度不计入。',
};

/** A text and the language that it is in. */
export interface DefinitionText {
  readonly text: string;
  readonly lang: 'en' | 'zh-CN';
}

/** A definition in the language of the page, where there is a text for this very version of it; else as the API says it. */
export function definitionIn(
  language: string,
  {
    definition,
    definitionName,
    definitionVersion,
  }: { readonly definition: string; readonly definitionName: string; readonly definitionVersion: number },
): DefinitionText {
  const chinese = DEFINITIONS_ZH_CN[`${definitionName} ${String(definitionVersion)}`];
  return language === 'zh-CN' && chinese !== undefined
    ? { text: chinese, lang: 'zh-CN' }
    : { text: definition, lang: 'en' };
}
