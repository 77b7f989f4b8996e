import type { signInTexts as English } from '../en/sign-in';
import type { Texts } from '../texts';

/** 登录。 */
export const signInTexts: Texts<typeof English> = {
  signIn: {
    title: '登录',
    lead: '对客户的每一个承诺，以及它何时到期。',
    withIssuer: '登录',
    going: '正在转到贵单位的登录页…',
    demoTitle: '以此身份试用 …',
    demoNote: '演示登录：令牌由本服务器自己签发，只限本机。',
    role: '角色',
    person: '人员',
    personHint: '不含空格的编号；留空：{{id}}',
    teams: '团队',
    teamsHint: '编号，用空格分隔',
    enter: '进入',
    closed: '现在还不能登录：服务器知道签发方，但没有客户端。请设置 OIDC_CLIENT_ID。',
    expired: '登录已失效。请重新登录，之后回到原处。',
    leftElsewhere: '您已在另一个窗口退出。',
    unreachable: '连不上服务器。正在重试…',
    issuerRefused: '登录没有成功：{{reason}}',
    issuerAt: '登录服务：{{issuer}}',
    issuerDown: '联系不上您单位的登录服务 {{issuer}}。({{reason}})',
    again: '重新登录',
    endedTitle: '您的登录已结束',
    endedStay: '请以 {{who}} 的身份在小窗口中重新登录：本页的一切和您已输入的内容都会保留。',
    endedLeave: '离开本页',
    popupWaits: '请在小窗口中登录。如果已关闭它，请再按一次。',
    popupFailed: '没有成功：{{reason}}',
    anotherPerson: '那是另一个人。',
  },
};
