import type { LadderMark } from '@redress/sla';
import { mailText } from './mail-text';

const body = (at: LadderMark, link?: string) =>
  JSON.stringify({
    type: 'EscalationRaised',
    timestamp: '2026-03-02T09:00:01.000Z',
    data: {
      ...{ clock: 'resolution', instance: 1, cycle: 1, at, step: 1, action: 'tell', to: 'agent' },
      ...{ dueAt: '2026-03-02T09:00:00.000Z', clockDueAt: '2026-03-02T10:30:00.000Z' },
    },
    event: { partitionKey: 'case-7' },
    ...(link === undefined ? {} : { link }),
  });

describe('the mail of an escalation', () => {
  it('says in English which clock of which case is due when, and where to look', () => {
    const text = mailText(body(80, 'https://desk.example.org/cases/case-7'), {
      language: 'en',
      timeZone: 'UTC',
    });
    expect(text).toEqual({
      subject: 'Resolution at risk: case case-7',
      text: 'Case case-7\nResolution: 80 % of the time has passed\nDue: 2026-03-02 10:30 UTC\nhttps://desk.example.org/cases/case-7\n',
    });
    expect(mailText(body('PT30M'), { language: 'en', timeZone: 'UTC' }).text).toContain('PT30M is left');
    expect(mailText(body('due'), { language: 'en', timeZone: 'UTC' }).subject).toBe(
      'Resolution missed: case case-7',
    );
  });

  it('says it in Chinese, in the zone of the document', () => {
    const chinese = { language: 'zh', timeZone: 'Asia/Shanghai' } as const;
    expect(mailText(body('due'), chinese)).toEqual({
      subject: '解决超时：个案 case-7',
      text: '个案 case-7\n解决：超时\n到期：2026-03-02 18:30 Asia/Shanghai\n',
    });
    expect(mailText(body(50), chinese).text).toContain('已用时限的 50 %');
  });
});
