/** The source language: its keys are the keys. Apart from the history page's, which need not load them. */
const chinese = {
  title: "管理",
  toHistory: "我的任务",
  sections: "管理页面",
  overview: "概览",
  "notForYou.title": "此页面仅供管理员使用",
  "notForYou.text": "你的账号没有管理员角色。如果需要，请联系运营者。",

  "integrity.title": "一致性",
  "integrity.description":
    "将记录与存储、汇总与任务逐一比对。会读取全部内容，可能需要一段时间，期间服务照常运行。",
  "integrity.check": "开始检查",
  "integrity.again": "重新检查",
  "integrity.running": "正在检查… 已用 {time}",
  "integrity.stop": "停止",
  "integrity.allRight": "一切一致",
  "integrity.findings": "发现 {count} 处问题",
  "integrity.checkedAt": "检查时间 {time}",
  "integrity.mend": "./run reconcile 列出每一处，加上 --repair 修复可以修复的。",
  "integrity.missingObjects": "缺失的图片",
  "integrity.orphanedObjects": "无主的对象",
  "integrity.driftedStatistics": "不符的统计",
  "integrity.driftedCredits": "不符的积分",
  "integrity.foreignKeys": "他人的图片",
  "integrity.overdueRemovals": "逾期的清除",
  "integrity.missingObjects.means": "任务记录了图片，存储中却没有。",
  "integrity.orphanedObjects.means": "存储中有对象，却没有任务或上传引用它。",
  "integrity.driftedStatistics.means": "预先汇总的数值与任务之和不同。",
  "integrity.driftedCredits.means": "用户积分与其变动之和不同。",
  "integrity.foreignKeys.means": "旧版任务引用了不属于自己的图片，不会显示。",
  "integrity.overdueRemovals.means": "存储拒绝清除已超过一小时，仍在重试。",
};

export default chinese;
export type WordKey = keyof typeof chinese;
