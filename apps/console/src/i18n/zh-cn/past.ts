import type { pastTexts as English } from '../en/past';
import type { Texts } from '../texts';

/** 时间回溯。 */
export const pastTexts: Texts<typeof English> = {
  past: {
    lookBack: '回看',
    travel: '回看历史',
    board: '历史看板',
    case: '个案 {{name}} 的历史',
    banner: '这是过去：{{time}}',
    noActs: '这里不倒计时，也不能进行任何操作。',
    backToNow: '回到现在',
    boardThen: '这一时刻的看板',
    fetching: '正在取 {{time}} 的内容…',
    slider: '当天时间',
    day: '日期',
    play: '播放',
    pause: '停止',
    minuteBack: '后退一分钟',
    minuteOn: '前进一分钟',
    hourBack: '后退一小时',
    hourOn: '前进一小时',
    queue: '当时的队列',
    queueOf: '谁的队列',
    queueMore: '还有 {{more}} 项',
    cut: '只显示前 {{shown}} 个时钟。',
    notKept: '当日判定和个案列表只在实时看板上显示。',
    factsNow: '概况和处理方案见个案的实时页面；经过中有它们的每次变动。',
    notRegistered: '当时这个个案还没有登记。',
    keys: { minute: '后退、前进一分钟', hour: '后退、前进一小时', play: '播放与停止' },
  },
};
