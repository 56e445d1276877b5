__all__ = [
    "ADD_TO_BOARD_GQL",
    "ADMIN_ACTIVITY_GQL",
    "ADMIN_AUDIT_GQL",
    "ADMIN_ERASURES_GQL",
    "ADMIN_ERASURE_GQL",
    "ADMIN_FAILURE_HISTORY_GQL",
    "ADMIN_GQL",
    "ADMIN_HOURS_GQL",
    "ADMIN_MODELS_GQL",
    "ADMIN_STATISTICS_GQL",
    "ADMIN_STATISTICS_HISTORY_GQL",
    "ADMIN_TASKS_GQL",
    "ADMIN_TASK_GQL",
    "ADMIN_TASK_PLACE_GQL",
    "ADMIN_USERS_GQL",
    "ADMIN_USER_GQL",
    "BEGIN_TASK_GQL",
    "BOARDS_GQL",
    "BOARD_GQL",
    "BOARD_INVITATIONS_GQL",
    "BOARD_LINKS_GQL",
    "BOARD_MEMBERS_GQL",
    "BOARD_STATISTICS_GQL",
    "BOARD_STATISTICS_MEMBERS_GQL",
    "BOARD_TASKS_GQL",
    "CANCEL_TASK_GQL",
    "COMPARE_MODELS_GQL",
    "COMPLETE_TASK_GQL",
    "CREATE_BOARD_GQL",
    "CREATE_IMAGE_UPLOAD_GQL",
    "CREATE_SHARE_LINK_GQL",
    "CREATE_TASK_GQL",
    "CREATE_WEBHOOK_GQL",
    "DELETE_BOARD_GQL",
    "DELETE_TASKS_GQL",
    "DELETE_TASK_GQL",
    "DELETE_VIEW_GQL",
    "DELETE_WEBHOOK_GQL",
    "EMPTY_TRASH_GQL",
    "ERASE_USER_GQL",
    "EXPORT_TASKS_GQL",
    "FAIL_TASK_GQL",
    "GRANT_CREDITS_GQL",
    "INSIGHTS_GQL",
    "INVITE_TO_BOARD_GQL",
    "JOIN_BOARD_GQL",
    "LABELS_GQL",
    "NODES_GQL",
    "NODE_GQL",
    "PROMPTS_GQL",
    "PURGE_TASKS_GQL",
    "RATE_TASK_GQL",
    "RECORD_TASKS_GQL",
    "REMOVE_FROM_BOARD_GQL",
    "RESEND_WEBHOOK_GQL",
    "RESTORE_TASKS_GQL",
    "REVOKE_CREDITS_GQL",
    "REVOKE_INVITATION_GQL",
    "REVOKE_SHARE_LINK_GQL",
    "ROTATE_WEBHOOK_SECRET_GQL",
    "SAVED_VIEWS_GQL",
    "SAVE_VIEW_GQL",
    "SET_BOARD_MEMBER_GQL",
    "SET_PLAN_GQL",
    "SHARE_LINKS_GQL",
    "SIMILAR_TASKS_GQL",
    "START_TASK_GQL",
    "STAR_TASKS_GQL",
    "STATISTICS_GQL",
    "STATISTICS_HISTORY_GQL",
    "TASKS_GQL",
    "TASKS_OF_USER_GQL",
    "TASK_BOARDS_GQL",
    "TASK_BY_EXTERNAL_ID_GQL",
    "TASK_CHANGES_GQL",
    "TASK_DERIVED_TASKS_GQL",
    "TASK_EVENTS_GQL",
    "TASK_GQL",
    "TASK_LABELS_GQL",
    "TASK_LINEAGE_GQL",
    "TASK_PLACE_GQL",
    "TASK_SOURCES_GQL",
    "TASK_USER_GQL",
    "TEST_WEBHOOK_GQL",
    "TRASH_GQL",
    "TRASH_TASKS_GQL",
    "UNFINISHED_TASKS_GQL",
    "UPDATE_BOARD_GQL",
    "UPDATE_WEBHOOK_GQL",
    "UPLOAD_ORIGINAL_IMAGE_GQL",
    "USAGE_GQL",
    "USER_BOARDS_GQL",
    "USER_CREDITS_ENTRIES_GQL",
    "USER_GQL",
    "USER_SHARE_LINKS_GQL",
    "USER_STATISTICS_GQL",
    "USER_TASKS_GQL",
    "VERIFY_IMAGE_GQL",
    "VIEWER_CREDITS_ENTRIES_GQL",
    "VIEWER_GQL",
    "VIEWER_WEBHOOKS_GQL",
]

DELETE_TASK_GQL = "mutation DeleteTask($input:DeleteTaskInput!){deleteTask(input:$input){deletedTaskId errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

VIEWER_GQL = "query Viewer{viewer{...ViewerFields}}fragment CreditPriceFields on CreditPrice{taskType credits}fragment CreditsFields on Credits{available held}fragment PlanFields on Plan{name taskTypes maxImageSize maxStorage maxTasksPerMonth retentionDays imageRetentionDays promptRetentionDays creditPrices{...CreditPriceFields}trashDays markImages canExport canShare}fragment ViewerFields on Viewer{id plan{...PlanFields}storageUsed tasksThisMonth credits{...CreditsFields}role}\n"

VIEWER_CREDITS_ENTRIES_GQL = "query ViewerCreditsEntries($first:Int$after:String$last:Int$before:String){viewer{credits{entries(first:$first after:$after last:$last before:$before){...CreditEntryPage}}}}fragment CreditEntryFields on CreditEntry{id kind amount available held taskId grantId reason createdAt}fragment CreditEntryPage on CreditEntryConnection{nodes{...CreditEntryFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}\n"

VIEWER_WEBHOOKS_GQL = "query ViewerWebhooks{viewer{webhooks{...WebhookFields}}}fragment WebhookFields on Webhook{id url events allUsers createdAt failingSince disabledAt disabledReason}\n"

NODE_GQL = "query Node($id:ID!){node(id:$id){__typename id ...on AuditEntry{...AuditEntryFields}...on Board{...BoardFields}...on BoardInvitation{...BoardInvitationFields}...on CreditEntry{...CreditEntryFields}...on SavedView{...SavedViewFields}...on User{...UserFields}...on Webhook{...WebhookFields}...on WebhookDelivery{...WebhookDeliveryFields}}}fragment AuditEntryFields on AuditEntry{id actorId action userId count detail createdAt}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment BoardInvitationFields on BoardInvitation{id role createdAt expiresAt}fragment CreditEntryFields on CreditEntry{id kind amount available held taskId grantId reason createdAt}fragment CreditPriceFields on CreditPrice{taskType credits}fragment CreditsFields on Credits{available held}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment PlanFields on Plan{name taskTypes maxImageSize maxStorage maxTasksPerMonth retentionDays imageRetentionDays promptRetentionDays creditPrices{...CreditPriceFields}trashDays markImages canExport canShare}fragment SavedViewFields on SavedView{id name createdAt where filter{...SavedViewFilterFields}orderBy{...SavedViewOrderFields}}fragment SavedViewFilterFields on SavedViewFilter{status taskType createdAt{...SavedViewTimesFields}search modelVersion aspectRatio externalId metadata{...SavedViewMetadataFields}failureCode updatedAt{...SavedViewTimesFields}labels completedAt{...SavedViewTimesFields}ratedAtLeast isStarred board}fragment SavedViewMetadataFields on SavedViewMetadata{key value}fragment SavedViewOrderFields on SavedViewOrder{field direction}fragment SavedViewTimesFields on SavedViewTimes{gte lt}fragment UserFields on User{id plan{...PlanFields}storageUsed tasksThisMonth credits{...CreditsFields}subject}fragment WebhookAttemptFields on WebhookAttempt{startedAt durationMs status error errorCode}fragment WebhookDeliveryFields on WebhookDelivery{id type state nextAttemptAt createdAt attempts{...WebhookAttemptFields}}fragment WebhookFields on Webhook{id url events allUsers createdAt failingSince disabledAt disabledReason}\n"

NODES_GQL = "query Nodes($ids:[ID!]!){nodes(ids:$ids){__typename id ...on AuditEntry{...AuditEntryFields}...on Board{...BoardFields}...on BoardInvitation{...BoardInvitationFields}...on CreditEntry{...CreditEntryFields}...on SavedView{...SavedViewFields}...on User{...UserFields}...on Webhook{...WebhookFields}...on WebhookDelivery{...WebhookDeliveryFields}}}fragment AuditEntryFields on AuditEntry{id actorId action userId count detail createdAt}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment BoardInvitationFields on BoardInvitation{id role createdAt expiresAt}fragment CreditEntryFields on CreditEntry{id kind amount available held taskId grantId reason createdAt}fragment CreditPriceFields on CreditPrice{taskType credits}fragment CreditsFields on Credits{available held}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment PlanFields on Plan{name taskTypes maxImageSize maxStorage maxTasksPerMonth retentionDays imageRetentionDays promptRetentionDays creditPrices{...CreditPriceFields}trashDays markImages canExport canShare}fragment SavedViewFields on SavedView{id name createdAt where filter{...SavedViewFilterFields}orderBy{...SavedViewOrderFields}}fragment SavedViewFilterFields on SavedViewFilter{status taskType createdAt{...SavedViewTimesFields}search modelVersion aspectRatio externalId metadata{...SavedViewMetadataFields}failureCode updatedAt{...SavedViewTimesFields}labels completedAt{...SavedViewTimesFields}ratedAtLeast isStarred board}fragment SavedViewMetadataFields on SavedViewMetadata{key value}fragment SavedViewOrderFields on SavedViewOrder{field direction}fragment SavedViewTimesFields on SavedViewTimes{gte lt}fragment UserFields on User{id plan{...PlanFields}storageUsed tasksThisMonth credits{...CreditsFields}subject}fragment WebhookAttemptFields on WebhookAttempt{startedAt durationMs status error errorCode}fragment WebhookDeliveryFields on WebhookDelivery{id type state nextAttemptAt createdAt attempts{...WebhookAttemptFields}}fragment WebhookFields on Webhook{id url events allUsers createdAt failingSince disabledAt disabledReason}\n"

TASK_USER_GQL = "query TaskUser($id:ID!){task(id:$id){user{...UserFields}}}fragment CreditPriceFields on CreditPrice{taskType credits}fragment CreditsFields on Credits{available held}fragment PlanFields on Plan{name taskTypes maxImageSize maxStorage maxTasksPerMonth retentionDays imageRetentionDays promptRetentionDays creditPrices{...CreditPriceFields}trashDays markImages canExport canShare}fragment UserFields on User{id plan{...PlanFields}storageUsed tasksThisMonth credits{...CreditsFields}subject}\n"

TASK_LABELS_GQL = "query TaskLabels($id:ID!){task(id:$id){labels{...LabelFields}}}fragment LabelFields on Label{name titleZh titleEn}\n"

TASK_SOURCES_GQL = "query TaskSources($id:ID!){task(id:$id){sources{...TaskSourceFields}}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment TaskSourceFields on TaskSource{relation taskId task{...TaskFields}image{...ImageFields}}\n"

TASK_DERIVED_TASKS_GQL = "query TaskDerivedTasks($id:ID!$first:Int$after:String$last:Int$before:String){task(id:$id){derivedTasks(first:$first after:$after last:$last before:$before){...TaskPage}}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}\n"

TASK_LINEAGE_GQL = "query TaskLineage($id:ID!){task(id:$id){lineage{...LineageFields}}}fragment LineageFields on Lineage{depth taskCount failedTasks tokensUsed creditsDeducted cost generationTimeMs truncated roots{id}}\n"

TASK_BOARDS_GQL = "query TaskBoards($id:ID!$first:Int){task(id:$id){boards(first:$first){...BoardFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}\n"

UNFINISHED_TASKS_GQL = "query UnfinishedTasks($createdBefore:DateTime!$first:Int$after:String){unfinishedTasks(createdBefore:$createdBefore first:$first after:$after){...TaskPage}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}\n"

TRASH_GQL = "query Trash($first:Int$after:String$last:Int$before:String){trash(first:$first after:$after last:$last before:$before){...TaskPage}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}\n"

TASK_PLACE_GQL = "query TaskPlace($id:ID!$where:TaskFilter$orderBy:TaskOrder){taskPlace(id:$id where:$where orderBy:$orderBy){...TaskPlaceFields}}fragment CountFields on Count{value precision}fragment TaskPlaceFields on TaskPlace{cursor before{...CountFields}after{...CountFields}}\n"

BOARDS_GQL = "query Boards($first:Int$after:String$last:Int$before:String){boards(first:$first after:$after last:$last before:$before){...BoardPage}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment BoardPage on BoardConnection{nodes{...BoardFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}\n"

BOARD_GQL = "query Board($id:ID!){board(id:$id){...BoardFields}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}\n"

BOARD_TASKS_GQL = "query BoardTasks($id:ID!$first:Int$after:String$last:Int$before:String){board(id:$id){tasks(first:$first after:$after last:$last before:$before){...TaskPage}}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}\n"

BOARD_MEMBERS_GQL = "query BoardMembers($id:ID!){board(id:$id){members{...BoardMemberFields}}}fragment BoardMemberFields on BoardMember{userId role joinedAt}\n"

BOARD_STATISTICS_GQL = "query BoardStatistics($id:ID!){board(id:$id){statistics{...BoardStatisticsFields}}}fragment BoardStatisticsFields on BoardStatistics{total{...BoardUsageFields}months{...BoardUsageFields}}fragment BoardUsageFields on BoardUsage{userId month taskCount completedTasks failedTasks tokensUsed creditsDeducted cost}\n"

BOARD_STATISTICS_MEMBERS_GQL = "query BoardStatisticsMembers($id:ID!$month:Date){board(id:$id){statistics{members(month:$month){...BoardUsageFields}}}}fragment BoardUsageFields on BoardUsage{userId month taskCount completedTasks failedTasks tokensUsed creditsDeducted cost}\n"

BOARD_INVITATIONS_GQL = "query BoardInvitations($id:ID!){board(id:$id){invitations{...BoardInvitationFields}}}fragment BoardInvitationFields on BoardInvitation{id role createdAt expiresAt}\n"

BOARD_LINKS_GQL = "query BoardLinks($id:ID!$first:Int$after:String$last:Int$before:String){board(id:$id){links(first:$first after:$after last:$last before:$before){...ShareLinkPage}}}fragment ShareLinkFields on ShareLink{id showsPrompt allowsDownload createdAt expiresAt revokedAt views task{id}board{id}}fragment ShareLinkPage on ShareLinkConnection{nodes{...ShareLinkFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}\n"

SAVED_VIEWS_GQL = "query SavedViews{savedViews{...SavedViewFields}}fragment SavedViewFields on SavedView{id name createdAt where filter{...SavedViewFilterFields}orderBy{...SavedViewOrderFields}}fragment SavedViewFilterFields on SavedViewFilter{status taskType createdAt{...SavedViewTimesFields}search modelVersion aspectRatio externalId metadata{...SavedViewMetadataFields}failureCode updatedAt{...SavedViewTimesFields}labels completedAt{...SavedViewTimesFields}ratedAtLeast isStarred board}fragment SavedViewMetadataFields on SavedViewMetadata{key value}fragment SavedViewOrderFields on SavedViewOrder{field direction}fragment SavedViewTimesFields on SavedViewTimes{gte lt}\n"

STATISTICS_GQL = "query Statistics($period:StatisticsPeriod$date:Date){statistics(period:$period date:$date){...StatisticsFields}}fragment StatisticsFields on Statistics{period periodDate timeZone taskCount completedTasks failedTasks canceledTasks successRate tokensUsed creditsDeducted cost totalGenerationTimeMs avgGenerationTimeMs imagesSize updatedAt currency}\n"

STATISTICS_HISTORY_GQL = "query StatisticsHistory($period:StatisticsPeriod!$from:Date!$to:Date!){statisticsHistory(period:$period from:$from to:$to){...StatisticsFields}}fragment StatisticsFields on Statistics{period periodDate timeZone taskCount completedTasks failedTasks canceledTasks successRate tokensUsed creditsDeducted cost totalGenerationTimeMs avgGenerationTimeMs imagesSize updatedAt currency}\n"

USAGE_GQL = "query Usage($from:Date!$to:Date!$groupBy:[UsageDimension!]!$where:UsageFilter){usage(from:$from to:$to groupBy:$groupBy where:$where){...UsageGroupFields}}fragment UsageGroupFields on UsageGroup{day modelVersion taskType hour taskCount completedTasks failedTasks canceledTasks tokensUsed creditsDeducted cost averageRating generationTimeMs}\n"

TASK_CHANGES_GQL = "query TaskChanges($first:Int$after:String$userId:ID){taskChanges(first:$first after:$after userId:$userId){...TaskChangePage}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskChangeFields on TaskChange{kind taskId userId changedAt task{...TaskFields}}fragment TaskChangePage on TaskChangeConnection{nodes{...TaskChangeFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

SIMILAR_TASKS_GQL = "query SimilarTasks($to:SimilarToInput!$first:Int){similarTasks(to:$to first:$first){...SimilarTaskFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment SimilarTaskFields on SimilarTask{task{...TaskFields}likeness score}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

PROMPTS_GQL = "query Prompts($first:Int$after:String$last:Int$before:String$search:String){prompts(first:$first after:$after last:$last before:$before search:$search){...PromptPage}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment PromptFields on Prompt{text taskCount completedTasks failedTasks creditsDeducted lastUsedAt task{...TaskFields}bestTask{...TaskFields}}fragment PromptPage on PromptConnection{nodes{...PromptFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

LABELS_GQL = "query Labels{labels{...LabelCountFields}}fragment LabelCountFields on LabelCount{label{...LabelFields}taskCount}fragment LabelFields on Label{name titleZh titleEn}\n"

VERIFY_IMAGE_GQL = "query VerifyImage($image:GivenImageInput!){verifyImage(image:$image){...ImageVerificationFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment ImageVerificationFields on ImageVerification{provenance{...ProvenanceFields}isIntact isTrusted signer task{...TaskFields}recognisedBy}fragment ProvenanceFields on Provenance{isSigned aigcLabel digitalSourceType}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

SHARE_LINKS_GQL = "query ShareLinks($first:Int$after:String$last:Int$before:String){shareLinks(first:$first after:$after last:$last before:$before){...ShareLinkPage}}fragment ShareLinkFields on ShareLink{id showsPrompt allowsDownload createdAt expiresAt revokedAt views task{id}board{id}}fragment ShareLinkPage on ShareLinkConnection{nodes{...ShareLinkFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}\n"

INSIGHTS_GQL = "query Insights($from:Date!$to:Date!){insights(from:$from to:$to){...InsightFields}}fragment ComparisonFiguresFields on ComparisonFigures{taskCount promptCount used{...ModelFiguresFields}suggested{...ModelFiguresFields}cheaperTasks costlierTasks fasterTasks slowerTasks}fragment FailureFiguresFields on FailureFigures{failedTasks taskCount cost worst{...FailuresOfModelFields}}fragment FailuresOfModelFields on FailuresOfModel{modelVersion failedTasks taskCount}fragment InsightFields on Insight{kind subject taskCount credits figures{__typename ...on ComparisonFigures{...ComparisonFiguresFields}...on FailureFigures{...FailureFiguresFields}...on RepetitionFigures{...RepetitionFiguresFields}}tasks{id}}fragment ModelFiguresFields on ModelFigures{modelVersion goodTasks creditsDeducted cost generationTimeMs averageRating}fragment RepetitionFiguresFields on RepetitionFigures{taskCount likedTasks creditsDeducted cost}\n"

COMPARE_MODELS_GQL = "query CompareModels($models:[String!]!$from:Date!$to:Date!){compareModels(models:$models from:$from to:$to){...ModelComparisonFields}}fragment ComparedTasksFields on ComparedTasks{first{...TaskFields}second{...TaskFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment ModelComparisonFields on ModelComparison{promptCount first{...ModelResultsFields}second{...ModelResultsFields}examples{...ComparedTasksFields}}fragment ModelResultsFields on ModelResults{modelVersion taskCount completedTasks creditsDeducted cost generationTimeMs averageRating}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

USER_GQL = "query User($id:ID!){user(id:$id){...UserFields}}fragment CreditPriceFields on CreditPrice{taskType credits}fragment CreditsFields on Credits{available held}fragment PlanFields on Plan{name taskTypes maxImageSize maxStorage maxTasksPerMonth retentionDays imageRetentionDays promptRetentionDays creditPrices{...CreditPriceFields}trashDays markImages canExport canShare}fragment UserFields on User{id plan{...PlanFields}storageUsed tasksThisMonth credits{...CreditsFields}subject}\n"

USER_CREDITS_ENTRIES_GQL = "query UserCreditsEntries($id:ID!$first:Int$after:String$last:Int$before:String){user(id:$id){credits{entries(first:$first after:$after last:$last before:$before){...CreditEntryPage}}}}fragment CreditEntryFields on CreditEntry{id kind amount available held taskId grantId reason createdAt}fragment CreditEntryPage on CreditEntryConnection{nodes{...CreditEntryFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}\n"

USER_TASKS_GQL = "query UserTasks($id:ID!$first:Int$after:String$last:Int$before:String$where:TaskFilter$orderBy:TaskOrder){user(id:$id){tasks(first:$first after:$after last:$last before:$before where:$where orderBy:$orderBy){...TaskPage}}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}\n"

USER_BOARDS_GQL = "query UserBoards($id:ID!$first:Int$after:String$last:Int$before:String){user(id:$id){boards(first:$first after:$after last:$last before:$before){...BoardPage}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment BoardPage on BoardConnection{nodes{...BoardFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}\n"

USER_SHARE_LINKS_GQL = "query UserShareLinks($id:ID!$first:Int$after:String$last:Int$before:String){user(id:$id){shareLinks(first:$first after:$after last:$last before:$before){...ShareLinkPage}}}fragment ShareLinkFields on ShareLink{id showsPrompt allowsDownload createdAt expiresAt revokedAt views task{id}board{id}}fragment ShareLinkPage on ShareLinkConnection{nodes{...ShareLinkFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}\n"

USER_STATISTICS_GQL = "query UserStatistics($id:ID!$period:StatisticsPeriod$date:Date){user(id:$id){statistics(period:$period date:$date){...StatisticsFields}}}fragment StatisticsFields on Statistics{period periodDate timeZone taskCount completedTasks failedTasks canceledTasks successRate tokensUsed creditsDeducted cost totalGenerationTimeMs avgGenerationTimeMs imagesSize updatedAt currency}\n"

ADMIN_GQL = "query Admin{admin{...AdminFields}}fragment AdminFields on Admin{storage{...StorageReportFields}failures{...FailureGroupFields}integrity{...IntegrityReportFields}}fragment FailingUserFields on FailingUser{userId taskCount}fragment FailureGroupFields on FailureGroup{failureCode errorMessage modelVersion taskCount userCount failingUsers{...FailingUserFields}lastFailedAt taskId userId}fragment IntegrityReportFields on IntegrityReport{checkedAt missingObjects damagedObjects orphanedObjects driftedStatistics driftedCredits unownedObjects overdueRemovals}fragment StorageReportFields on StorageReport{imageCount imageSize databaseSize updatedAt}\n"

ADMIN_STATISTICS_GQL = "query AdminStatistics($period:StatisticsPeriod$date:Date){admin{statistics(period:$period date:$date){...StatisticsFields}}}fragment StatisticsFields on Statistics{period periodDate timeZone taskCount completedTasks failedTasks canceledTasks successRate tokensUsed creditsDeducted cost totalGenerationTimeMs avgGenerationTimeMs imagesSize updatedAt currency}\n"

ADMIN_STATISTICS_HISTORY_GQL = "query AdminStatisticsHistory($period:StatisticsPeriod!$from:Date!$to:Date!){admin{statisticsHistory(period:$period from:$from to:$to){...StatisticsFields}}}fragment StatisticsFields on Statistics{period periodDate timeZone taskCount completedTasks failedTasks canceledTasks successRate tokensUsed creditsDeducted cost totalGenerationTimeMs avgGenerationTimeMs imagesSize updatedAt currency}\n"

ADMIN_ACTIVITY_GQL = "query AdminActivity($from:Date!$to:Date!$period:StatisticsPeriod){admin{activity(from:$from to:$to period:$period){...ActivityFields}}}fragment ActivityFields on Activity{periodDate activeUsers newUsers taskCount}\n"

ADMIN_HOURS_GQL = "query AdminHours($from:Date!$to:Date!){admin{hours(from:$from to:$to){...HourUseFields}}}fragment HourUseFields on HourUse{weekday hour taskCount}\n"

ADMIN_MODELS_GQL = "query AdminModels($from:Date!$to:Date!){admin{models(from:$from to:$to){...ModelUseFields}}}fragment ModelUseFields on ModelUse{modelVersion taskCount completedTasks failedTasks creditsDeducted cost}\n"

ADMIN_FAILURE_HISTORY_GQL = "query AdminFailureHistory($from:Date!$to:Date!){admin{failureHistory(from:$from to:$to){...FailuresOnDayFields}}}fragment FailuresOnDayFields on FailuresOnDay{day failureCode failedTasks}\n"

ADMIN_USERS_GQL = "query AdminUsers($first:Int$after:String$last:Int$before:String$orderBy:UserUsageOrder$lastTaskBefore:DateTime){admin{users(first:$first after:$after last:$last before:$before orderBy:$orderBy lastTaskBefore:$lastTaskBefore){...UserUsagePage}}}fragment CreditsFields on Credits{available held}fragment UserUsageFields on UserUsage{userId taskCount failedTasks tokensUsed creditsDeducted cost storageUsed lastTaskAt updatedAt credits{...CreditsFields}}fragment UserUsagePage on UserUsageConnection{nodes{...UserUsageFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}\n"

ADMIN_USER_GQL = "query AdminUser($id:ID!){admin{user(id:$id){...UserUsageFields}}}fragment CreditsFields on Credits{available held}fragment UserUsageFields on UserUsage{userId taskCount failedTasks tokensUsed creditsDeducted cost storageUsed lastTaskAt updatedAt credits{...CreditsFields}}\n"

ADMIN_TASKS_GQL = "query AdminTasks($userId:ID$first:Int$after:String$last:Int$before:String$where:TaskFilter$orderBy:TaskOrder$startingAt:DateTime){admin{tasks(userId:$userId first:$first after:$after last:$last before:$before where:$where orderBy:$orderBy startingAt:$startingAt){...TaskPage}}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}\n"

ADMIN_TASK_GQL = "query AdminTask($id:ID!){admin{task(id:$id){...TaskFields}}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

ADMIN_TASK_PLACE_GQL = "query AdminTaskPlace($userId:ID!$id:ID!$where:TaskFilter$orderBy:TaskOrder){admin{taskPlace(userId:$userId id:$id where:$where orderBy:$orderBy){...TaskPlaceFields}}}fragment CountFields on Count{value precision}fragment TaskPlaceFields on TaskPlace{cursor before{...CountFields}after{...CountFields}}\n"

ADMIN_AUDIT_GQL = "query AdminAudit($first:Int$after:String$last:Int$before:String$userId:ID){admin{audit(first:$first after:$after last:$last before:$before userId:$userId){...AuditPage}}}fragment AuditEntryFields on AuditEntry{id actorId action userId count detail createdAt}fragment AuditPage on AuditConnection{nodes{...AuditEntryFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}\n"

ADMIN_ERASURE_GQL = "query AdminErasure($id:ID!){admin{erasure(id:$id){...ErasureFields}}}fragment ErasureFields on Erasure{id userId taskCount imageCount requestedAt completedAt}\n"

ADMIN_ERASURES_GQL = "query AdminErasures($first:Int$after:String$last:Int$before:String$userId:ID){admin{erasures(first:$first after:$after last:$last before:$before userId:$userId){...ErasurePage}}}fragment ErasureFields on Erasure{id userId taskCount imageCount requestedAt completedAt}fragment ErasurePage on ErasureConnection{nodes{...ErasureFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}\n"

DELETE_TASKS_GQL = "mutation DeleteTasks($input:DeleteTasksInput!){deleteTasks(input:$input){deletedTaskIds errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

UPLOAD_ORIGINAL_IMAGE_GQL = "mutation UploadOriginalImage($input:UploadOriginalImageInput!){uploadOriginalImage(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

TRASH_TASKS_GQL = "mutation TrashTasks($input:TrashTasksInput!){trashTasks(input:$input){trashedTaskIds errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

RESTORE_TASKS_GQL = "mutation RestoreTasks($input:RestoreTasksInput!){restoreTasks(input:$input){restoredTaskIds errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

EMPTY_TRASH_GQL = "mutation EmptyTrash{emptyTrash{removedTasks errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

RATE_TASK_GQL = "mutation RateTask($input:RateTaskInput!){rateTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

STAR_TASKS_GQL = "mutation StarTasks($input:StarTasksInput!){starTasks(input:$input){tasks{id}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

CREATE_BOARD_GQL = "mutation CreateBoard($input:CreateBoardInput!){createBoard(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}\n"

UPDATE_BOARD_GQL = "mutation UpdateBoard($input:UpdateBoardInput!){updateBoard(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}\n"

DELETE_BOARD_GQL = "mutation DeleteBoard($input:DeleteBoardInput!){deleteBoard(input:$input){deletedBoardId errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

ADD_TO_BOARD_GQL = "mutation AddToBoard($input:AddToBoardInput!){addToBoard(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}\n"

REMOVE_FROM_BOARD_GQL = "mutation RemoveFromBoard($input:RemoveFromBoardInput!){removeFromBoard(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}\n"

INVITE_TO_BOARD_GQL = "mutation InviteToBoard($input:InviteToBoardInput!){inviteToBoard(input:$input){invitation{...BoardInvitationFields}errors{...ErrorFields}url secret}}fragment BoardInvitationFields on BoardInvitation{id role createdAt expiresAt}fragment ErrorFields on UserError{field code message details}\n"

JOIN_BOARD_GQL = "mutation JoinBoard($input:JoinBoardInput!){joinBoard(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}\n"

REVOKE_INVITATION_GQL = "mutation RevokeInvitation($input:RevokeInvitationInput!){revokeInvitation(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}\n"

SET_BOARD_MEMBER_GQL = "mutation SetBoardMember($input:SetBoardMemberInput!){setBoardMember(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}\n"

GRANT_CREDITS_GQL = "mutation GrantCredits($input:GrantCreditsInput!){grantCredits(input:$input){credits{...CreditsFields}errors{...ErrorFields}}}fragment CreditsFields on Credits{available held}fragment ErrorFields on UserError{field code message details}\n"

REVOKE_CREDITS_GQL = "mutation RevokeCredits($input:RevokeCreditsInput!){revokeCredits(input:$input){credits{...CreditsFields}errors{...ErrorFields}}}fragment CreditsFields on Credits{available held}fragment ErrorFields on UserError{field code message details}\n"

PURGE_TASKS_GQL = "mutation PurgeTasks($input:PurgeTasksInput!){purgeTasks(input:$input){purgedTasks errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

ERASE_USER_GQL = "mutation EraseUser($input:EraseUserInput!){eraseUser(input:$input){erasure{...ErasureFields}errors{...ErrorFields}}}fragment ErasureFields on Erasure{id userId taskCount imageCount requestedAt completedAt}fragment ErrorFields on UserError{field code message details}\n"

CREATE_WEBHOOK_GQL = "mutation CreateWebhook($input:CreateWebhookInput!){createWebhook(input:$input){webhook{...WebhookFields}errors{...ErrorFields}secret}}fragment ErrorFields on UserError{field code message details}fragment WebhookFields on Webhook{id url events allUsers createdAt failingSince disabledAt disabledReason}\n"

UPDATE_WEBHOOK_GQL = "mutation UpdateWebhook($input:UpdateWebhookInput!){updateWebhook(input:$input){webhook{...WebhookFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment WebhookFields on Webhook{id url events allUsers createdAt failingSince disabledAt disabledReason}\n"

ROTATE_WEBHOOK_SECRET_GQL = "mutation RotateWebhookSecret($input:RotateWebhookSecretInput!){rotateWebhookSecret(input:$input){webhook{...WebhookFields}errors{...ErrorFields}secret}}fragment ErrorFields on UserError{field code message details}fragment WebhookFields on Webhook{id url events allUsers createdAt failingSince disabledAt disabledReason}\n"

DELETE_WEBHOOK_GQL = "mutation DeleteWebhook($input:DeleteWebhookInput!){deleteWebhook(input:$input){deletedWebhookId errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

RESEND_WEBHOOK_GQL = "mutation ResendWebhook($input:ResendWebhookInput!){resendWebhook(input:$input){resentDeliveries errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

TEST_WEBHOOK_GQL = "mutation TestWebhook($input:TestWebhookInput!){testWebhook(input:$input){delivery{...WebhookDeliveryFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment WebhookAttemptFields on WebhookAttempt{startedAt durationMs status error errorCode}fragment WebhookDeliveryFields on WebhookDelivery{id type state nextAttemptAt createdAt attempts{...WebhookAttemptFields}}\n"

CREATE_SHARE_LINK_GQL = "mutation CreateShareLink($input:CreateShareLinkInput!){createShareLink(input:$input){shareLink{...ShareLinkFields}url errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ShareLinkFields on ShareLink{id showsPrompt allowsDownload createdAt expiresAt revokedAt views task{id}board{id}}\n"

REVOKE_SHARE_LINK_GQL = "mutation RevokeShareLink($input:RevokeShareLinkInput!){revokeShareLink(input:$input){shareLink{...ShareLinkFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ShareLinkFields on ShareLink{id showsPrompt allowsDownload createdAt expiresAt revokedAt views task{id}board{id}}\n"

SAVE_VIEW_GQL = "mutation SaveView($input:SaveViewInput!){saveView(input:$input){savedView{...SavedViewFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment SavedViewFields on SavedView{id name createdAt where filter{...SavedViewFilterFields}orderBy{...SavedViewOrderFields}}fragment SavedViewFilterFields on SavedViewFilter{status taskType createdAt{...SavedViewTimesFields}search modelVersion aspectRatio externalId metadata{...SavedViewMetadataFields}failureCode updatedAt{...SavedViewTimesFields}labels completedAt{...SavedViewTimesFields}ratedAtLeast isStarred board}fragment SavedViewMetadataFields on SavedViewMetadata{key value}fragment SavedViewOrderFields on SavedViewOrder{field direction}fragment SavedViewTimesFields on SavedViewTimes{gte lt}\n"

DELETE_VIEW_GQL = "mutation DeleteView($input:DeleteViewInput!){deleteView(input:$input){deletedViewId errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

SET_PLAN_GQL = "mutation SetPlan($input:SetPlanInput!){setPlan(input:$input){user{...UserFields}errors{...ErrorFields}}}fragment CreditPriceFields on CreditPrice{taskType credits}fragment CreditsFields on Credits{available held}fragment ErrorFields on UserError{field code message details}fragment PlanFields on Plan{name taskTypes maxImageSize maxStorage maxTasksPerMonth retentionDays imageRetentionDays promptRetentionDays creditPrices{...CreditPriceFields}trashDays markImages canExport canShare}fragment UserFields on User{id plan{...PlanFields}storageUsed tasksThisMonth credits{...CreditsFields}subject}\n"

TASKS_GQL = "query Tasks($first:Int$after:String$where:TaskFilter$orderBy:TaskOrder){tasks(first:$first after:$after where:$where orderBy:$orderBy){...TaskPage}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}\n"

TASKS_OF_USER_GQL = "query TasksOfUser($id:ID!$first:Int$after:String$where:TaskFilter$orderBy:TaskOrder){user(id:$id){tasks(first:$first after:$after where:$where orderBy:$orderBy){...TaskPage}}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}\n"

TASK_GQL = "query Task($id:ID!){task(id:$id){...TaskFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

TASK_BY_EXTERNAL_ID_GQL = "query TaskByExternalId($externalId:String!$userId:ID){taskByExternalId(externalId:$externalId userId:$userId){...TaskFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

EXPORT_TASKS_GQL = "mutation ExportTasks($input:ExportTasksInput!){exportTasks(input:$input){export{url expiresAt taskCount imageSize}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

BEGIN_TASK_GQL = "mutation BeginTask($input:CreateTaskInput!$start:StartTaskInput!){createTask(input:$input){task{...TaskFields}errors{...ErrorFields}}startTask(input:$start){errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

CREATE_TASK_GQL = "mutation CreateTask($input:CreateTaskInput!){createTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

START_TASK_GQL = "mutation StartTask($input:StartTaskInput!){startTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

COMPLETE_TASK_GQL = "mutation CompleteTask($input:CompleteTaskInput!){completeTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

FAIL_TASK_GQL = "mutation FailTask($input:FailTaskInput!){failTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

CANCEL_TASK_GQL = "mutation CancelTask($input:CancelTaskInput!){cancelTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"

CREATE_IMAGE_UPLOAD_GQL = "mutation CreateImageUpload($input:CreateImageUploadInput!){createImageUpload(input:$input){upload{id method url headers{name value}expiresAt}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

RECORD_TASKS_GQL = "mutation RecordTasks($input:RecordTasksInput!){recordTasks(input:$input){results{task{id}errors{...ErrorFields}}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

TASK_EVENTS_GQL = "subscription TaskEvents($ids:[ID!]){taskEvents(ids:$ids){kind taskId task{...TaskFields}}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}\n"
