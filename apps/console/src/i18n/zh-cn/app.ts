import type { appTexts as English } from '../en/app';
import type { Texts } from '../texts';

/** 每个页面周围的文字。 */
export const appTexts: Texts<typeof English> = {
  app: {
    name: 'Redress',
    board: '看板',
    desk: '坐席台',
    cases: '个案',
    figures: '指标',
    signOut: '退出',
    theme: '外观',
    themes: { system: '跟随系统', light: '浅色', dark: '深色' },
    language: '语言',
    skip: '跳到正文',
    offline: '没有网络。当前显示的是 {{time}} 的内容。',
    loading: '加载中…',
    nothing: '这里没有内容。',
    retry: '重试',
    notFound: '没有这个页面。',
    notYours: '您的角色看不到这个页面。',
    shortcuts: '键盘快捷键',
    close: '关闭',
    more: '显示更多',
    print: '打印',
  },
  fresh: {
    starting: '连接中…',
    live: '实时',
    behind: '滞后',
    cut: '已过时：连接中断',
    refused: '无权查看',
    asOf: '截至 {{time}}',
    behindLong: '服务器滞后：当前显示截至 {{time}}。',
    cutLong: '连接中断。当前显示截至 {{time}}，可能不准。正在重新连接…',
    behindNever: '服务器滞后，滞后多久未知：所见内容可能有误。',
    cutNever: '还没有连上服务器。正在连接…',
  },
  keys: {
    title: '键盘快捷键',
    help: '这个列表',
    goBoard: '到看板',
    goDesk: '到坐席台',
    goFigures: '到指标',
    goCases: '到个案',
  },
  print: { at: '打印于 {{time}}（{{zone}}）', read: '内容为服务器在 {{time}} 或之后所答' },
};
