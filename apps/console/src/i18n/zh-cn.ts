import type { en } from './en';
import type { Texts } from './texts';
import { actsTexts } from './zh-cn/acts';
import { appTexts } from './zh-cn/app';
import { boardTexts } from './zh-cn/board';
import { caseTexts } from './zh-cn/case';
import { casesTexts } from './zh-cn/cases';
import { deskTexts } from './zh-cn/desk';
import { eventsTexts } from './zh-cn/events';
import { figuresTexts } from './zh-cn/figures';
import { pastTexts } from './zh-cn/past';
import { problemsTexts } from './zh-cn/problems';
import { signInTexts } from './zh-cn/sign-in';
import { whatIfTexts } from './zh-cn/what-if';
import { wordsTexts } from './zh-cn/words';

/** 页面的中文文字。 */
export const zhCn: Texts<typeof en> = {
  ...appTexts,
  ...signInTexts,
  ...problemsTexts,
  ...wordsTexts,
  ...eventsTexts,
  ...caseTexts,
  ...actsTexts,
  ...boardTexts,
  ...deskTexts,
  ...casesTexts,
  ...figuresTexts,
  ...pastTexts,
  ...whatIfTexts,
};
