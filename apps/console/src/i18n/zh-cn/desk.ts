import type { deskTexts as English } from '../en/desk';
import type { Texts } from '../texts';

/** 坐席台。 */
export const deskTexts: Texts<typeof English> = {
  desk: {
    title: '我的坐席台',
    queue: '我的队列',
    pool: '{{team}} 的公共池',
    empty: '您的队列是空的。请取下一个。',
    poolEmpty: '公共池是空的。',
    next: '下一个',
    noneNext: '现在没有要处理的。',
    choose: '从队列中选择，或取下一个。',
    call: '通话',
    window: '时段',
    attempts: '尝试',
    number: '号码',
    customerTime: '客户当地时间 {{time}}',
    late: '超时',
    missed: '时段已错过：{{time}}',
    tookNext: '下一个：{{name}}',
    toQueue: '到我的队列',
    toWork: '到正在处理的事项',
    inHand: '正在处理：{{name}}',
    withAnother: '由 {{agent}} 处理。',
    came: '您的队列新增：{{names}}',
    cameMany: '您的队列新增 {{number}} 项',
    left: '已不在您的队列：{{name}}',
  },
};
