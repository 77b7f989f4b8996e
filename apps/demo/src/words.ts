import type { Dice } from './dice';
import type { Language } from './staff';

/** What people say in the demo. None of them exists; the numbers are from ranges that are kept for fiction. */
interface Words {
  readonly familyNames: readonly string[];
  readonly givenNames: readonly string[];
  readonly stories: Readonly<Record<string, readonly string[]>>;
  readonly wishes: readonly string[];
  readonly notes: readonly string[];
  readonly comments: { readonly glad: readonly string[]; readonly sad: readonly string[] };
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    familyNames: [
      'Ashworth',
      'Bell',
      'Carver',
      'Doyle',
      'Ellery',
      'Finch',
      'Garside',
      'Hale',
      'Iveson',
      'Jessop',
    ],
    givenNames: [
      'Amelia',
      'Ben',
      'Clara',
      'Dev',
      'Ella',
      'Femi',
      'Grace',
      'Harun',
      'Iris',
      'Jonah',
      'Kim',
      'Leo',
    ],
    stories: {
      billing: ['Charged twice for the same month.', 'The bill is three times what it was last quarter.'],
      'refund-delay': ['A refund was promised weeks ago and has not come.', 'The credit note never arrived.'],
      outage: ['No power since this morning, the whole street is dark.', 'The line drops every evening.'],
      'meter-fault': ['The meter runs with everything switched off.', 'The display of the meter is blank.'],
      'late-parcel': [
        'Promised by ten, nothing had come by six.',
        'The parcel has been at the depot for days.',
      ],
      'damaged-goods': ['The box was crushed and the lamp inside is broken.', 'A wheel is missing.'],
      'staff-conduct': ['The engineer was rude and left the door open.', 'Nobody introduced themselves.'],
      'waiting-time': ['Forty minutes in the queue, then cut off.', 'Third call about the same thing.'],
    },
    wishes: ['The money back.', 'An apology in writing.', 'A new one, this week.', 'Someone who owns it.'],
    notes: ['Checked the account with the customer.', 'Asked the depot for the scan.', 'Photo received.'],
    comments: {
      glad: ['Quick in the end, thank you.', 'Kept me informed.'],
      sad: ['Still not put right.', 'I had to ask twice.'],
    },
  },
  'zh-Hans': {
    familyNames: ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴'],
    givenNames: ['芳', '伟', '秀英', '敏', '静', '强', '磊', '洋', '艳', '杰', '婷', '建国'],
    stories: {
      billing: ['同一个月的费用被扣了两次。', '这个月的账单是平时的三倍。'],
      'refund-delay': ['答应的退款几周了还没有到账。', '退款单号查不到。'],
      outage: ['从早上开始停电,整条街都没有电。', '每天晚上网络都会断。'],
      'meter-fault': ['家里什么都没开,电表还在走。', '电表屏幕没有显示。'],
      'late-parcel': ['说好十点前送到,到晚上还没有消息。', '包裹在站点停了好几天。'],
      'damaged-goods': ['箱子压坏了,里面的灯碎了。', '少了一个轮子。'],
      'staff-conduct': ['上门师傅态度很差,门也没有关。', '没有出示工作证。'],
      'waiting-time': ['排队等了四十分钟,然后断线。', '同一件事打了三次电话。'],
    },
    wishes: ['把钱退回来。', '要一份书面道歉。', '这周之内换新的。', '有一个人负责到底。'],
    notes: ['已与客户核对账户。', '已向站点索取扫描记录。', '已收到照片。'],
    comments: {
      glad: ['最后处理得很快,谢谢。', '一直有人告诉我进展。'],
      sad: ['问题还是没有解决。', '要我催两次才有人管。'],
    },
  },
};

/** A customer who does not exist. `n` tells their numbers apart. */
export function someCustomer(language: Language, n: number, dice: Dice) {
  const { familyNames, givenNames } = WORDS[language];
  const [family, given] = [dice.oneOf(familyNames), dice.oneOf(givenNames)];
  const digits = String(n).padStart(6, '0');
  return language === 'en'
    ? {
        name: `${given} ${family}`,
        phones: [`+44 7700 9${digits.slice(1)}`],
        email: `customer${digits}@example.org`,
      }
    : { name: `${family}${given}`, phones: [`+86 100 0${digits.slice(0, 3)} ${digits.slice(3)}`] };
}

export const story = (language: Language, category: string, dice: Dice): string =>
  dice.oneOf(WORDS[language].stories[category] ?? WORDS[language].notes);

export const wish = (language: Language, dice: Dice): string => dice.oneOf(WORDS[language].wishes);

export const remark = (language: Language, dice: Dice): string => dice.oneOf(WORDS[language].notes);

export const comment = (language: Language, satisfied: boolean, dice: Dice): string =>
  dice.oneOf(WORDS[language].comments[satisfied ? 'glad' : 'sad']);
