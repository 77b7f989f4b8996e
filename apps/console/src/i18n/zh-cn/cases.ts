import type { casesTexts as English } from '../en/cases';
import type { Texts } from '../texts';

/** 个案列表。 */
export const casesTexts: Texts<typeof English> = {
  cases: {
    title: '个案',
    found: '显示 {{count}} 个',
    verdict: '结果',
    filters: '筛选',
    phase: '阶段',
    anyTeam: '所有团队',
    any: '不限',
    none: '没有这样的个案。',
    stopped: '停止',
    changed: '变动',
    find: '按单号或编号打开个案',
    further: '更多筛选',
    filter: {
      appealed: '待定申诉',
      archived: '已归档',
      as: '统计口径',
      chased: '有催办',
      endedAs: '终结方式',
      extensionPending: '申请延期',
      followUp: '回访结果',
      from: '登记日期从',
      inPool: '在公共池',
      on: '日期口径',
      reference: '单号',
      supervised: '督办中',
      to: '至（含当日）',
    },
    endings: { archived: '归档', refused: '不予受理', withdrawn: '撤回', merged: '合并' },
    without: '去掉筛选“{{name}}”',
    withoutAny: '去掉全部筛选',
    again: '重新查询',
    what: '事由',
    whose: '坐席、团队',
    marks: '标记',
    oldestFirst: '按登记时间从新到旧：改为从旧到新',
    newestFirst: '按登记时间从旧到新：改为从新到旧',
  },
};
