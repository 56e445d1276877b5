const chinese = {
  none: "还没有视图。常用的筛选条件可以命名保存，在任何设备上都能使用。",
  hint: "先选择筛选条件、搜索或排序，再在此保存。",
  full: "已有 {most} 个视图，达到上限，请先删除一个。",
  notMoved: "此浏览器中还有 {count} 个视图未能存入账户。删除一些视图后重新打开页面即可。",
  name: "为当前筛选命名",
  newName: "新名称",
  save: "保存",
  edit: "重命名或移动：{name}",
  delete: "删除视图：{name}",
  up: "上移：{name}",
  down: "下移：{name}",
  taken: "已有名为“{name}”的视图，请换一个名称。",
  changed: "视图“{name}”已改为当前的筛选。",
  elsewhere: "此视图使用了本页没有的筛选条件",
};

export default chinese;
export type WordKey = keyof typeof chinese;
