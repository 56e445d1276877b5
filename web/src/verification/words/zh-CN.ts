/**
 * The texts in the source language, which defines the keys. They are apart from the history page's, which
 * does not load them.
 */
const chinese = {
  title: "图片溯源",
  which: "要验证的图片",
  description: "查看图片自身的标识和签名，并在你的任务中查找它。图片只用于本次验证，不会保存。",
  choose: "选择要验证的图片",
  hint: "将图片拖到这里，粘贴，或点击选择",
  another: "换一张图片",
  running: "正在验证…",
  result: "验证结果",
  nameless: "未署名",
  open: "打开任务",

  "verdict.trusted": "由 {signer} 签名，未被改动",
  "verdict.claimed": "签名后未被改动，但签名者未经认证",
  "verdict.changed": "签名后被改动过",
  "verdict.unread": "带有内容凭证，但此服务器无法读取",
  "verdict.unsigned": "没有签名",
  "means.trusted": "签名有效，签名者的证书受本站信任。",
  "means.claimed": "签名者自称 {signer}。本站不信任其证书，任何人都可以用这个名字签名。",
  "means.changed": "文件内容与 {signer} 的签名不符：图片或其中的信息在签名之后被修改过。",
  "means.unread": "签名可能有效，也可能无效，此处无法判断。",
  "means.unsigned": "图片里的信息可能被任何人添加或删除，无法证明其来源。",

  label: "AI 生成标识",
  "label.by": "标明由 AI 生成，生成者：{producer}。",
  "label.through": "传播者：{propagator}。",
  "label.none": "没有标识",
  source: "来源类型",
  "source.trainedAlgorithmicMedia": "AI 生成",
  "source.compositeWithTrainedAlgorithmicMedia": "用 AI 编辑过",
  "source.digitalCapture": "相机拍摄",
  "source.none": "没有说明",
  yours: "是你的图片吗",
  "yours.BYTES": "是，与保存的文件完全一致：",
  "yours.LABEL": "是，编号和画面一致，但文件有变化：",
  "yours.LIKENESS": "画面与你的这张图片相同：",
  "yours.none": "在你的任务中没有找到",
  caution: "没有标识或签名，并不说明图片不是 AI 生成的：很多应用在转发时会删除这些信息。",
};

export type WordKey = keyof typeof chinese;
export default chinese;
