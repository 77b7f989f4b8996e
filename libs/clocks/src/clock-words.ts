import { isOwnClock, type ClockName, type OwnClockName } from '@redress/sla';

/** A thing in each language that people read. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

const CLOCKS: Readonly<Record<Exclude<ClockName, OwnClockName>, Words>> = {
  acknowledgement: { en: 'Acknowledgement', zh: '受理告知' },
  'first-response': { en: 'First response', zh: '首次响应' },
  'next-response': { en: 'Next response', zh: '后续响应' },
  update: { en: 'Update', zh: '进展告知' },
  'on-site': { en: 'On site', zh: '到达现场' },
  resolution: { en: 'Resolution', zh: '解决' },
  'total-resolution': { en: 'Total resolution', zh: '最终解决' },
  'follow-up': { en: 'Follow-up', zh: '回访' },
  approval: { en: 'Approval', zh: '审批' },
  extension: { en: 'Extension', zh: '延期' },
  supervision: { en: 'Supervision', zh: '督办' },
  'work-order': { en: 'Work order', zh: '工单' },
  callback: { en: 'Callback', zh: '回电' },
  answer: { en: 'Answer', zh: '答复' },
  fulfilment: { en: 'Fulfilment', zh: '兑现' },
};

/** What people call a clock. Those that a policy defines have the name that it gives them. */
export const clockWords = (clock: ClockName): Words =>
  isOwnClock(clock) ? { en: clock, zh: clock } : CLOCKS[clock];
