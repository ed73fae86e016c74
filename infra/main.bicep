targetScope = 'subscription'

@description('The name of this installation: 2 to 20 small letters, digits and dashes. It is part of the names of everything.')
@minLength(2)
@maxLength(20)
param environmentName string

@description('The region of everything but the machines. It must have Flex Consumption, and the Durable Task Scheduler when that is chosen.')
@minLength(1)
param location string

@description('The first letters of every name: 2 to 5 small letters or digits. Change it when a deleted vault still holds the name.')
@minLength(2)
@maxLength(5)
param namePrefix string = 'ttr'

@description('The subscriptions with the machines: fleet.subscriptions of rotation.json. Each gets two roles: one to list machines, one for run commands. Empty: no machine is found.')
param targetSubscriptions string[] = []

@description('Whether the activity log of the target subscriptions goes to the workspace. Without it nobody is told of run commands by others.')
param collectActivityLogs bool = true

@description('The client id of the Entra application that people sign in to; made once, with the app roles of infra/app-roles.json.')
@minLength(36)
@maxLength(36)
param signInClientId string

@description('Client ids of programs that may call the API with their own tokens, for example the Azure CLI. What they may do their app roles say.')
param clientApplications string[] = []

@description('Where orchestrations live: azureStorage (no further cost, a few hundred activities a second) or azureManaged (Durable Task Scheduler: faster, a dashboard).')
@allowed(['azureStorage', 'azureManaged'])
param durableBackend string = 'azureStorage'

@description('When the timer asks what is due, as NCRONTAB with seconds.')
param rotationSchedule string = '0 */15 * * * *'

@description('The most instances of the app: 40 to 1000.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('The memory of an instance in MB.')
@allowed([2048, 4096])
param instanceMemoryMB int = 2048

@description('How many instances for orchestrations are always there: 0 to 10. 0 costs nothing at rest.')
@minValue(0)
@maxValue(10)
param alwaysReadyInstances int = 1

@description('How storage is kept: in one place (LRS), in three zones (ZRS) or in two regions as well (GZRS). Not every region has zones.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param storageRedundancy string = 'Standard_ZRS'

@description('Whether the ledger\'s account is locked against deletion.')
param lockLedger bool = true

@description('How many days logs are kept: 30 to 730.')
@minValue(30)
@maxValue(730)
param logRetentionInDays int = 90

@description('Mail addresses that alerts go to. Empty: alerts show in the portal only.')
param alertEmails string[] = []

@description('After how many hours an open gate is reported: 1 to 47.')
@minValue(1)
@maxValue(47)
param gateOpenHours int = 24

@description('Whether mail goes through Azure Communication Services. Without it: an SMTP server in rotation.json, or no mail.')
param deployMail bool = true

@description('Where mails are kept at rest. It cannot be changed later.')
param mailDataLocation string = 'Europe'

@description('Where the approval Logic App asks: teams, outlook, both; none without one. docs/deploy.md says what Outlook cannot prove.')
param approvalChannels ('teams' | 'outlook')[] = []

@description('How long the approval Logic App waits for an answer, as an ISO 8601 duration of at most 30 days.')
param approvalWait string = 'P7D'

@description('Tags of every resource.')
param tags object = {}

var allTags = union(tags, { 'azd-env-name': environmentName })
var names = '${namePrefix}-${environmentName}'
var suffix = uniqueString(subscription().id, environmentName, namePrefix)
var hubName = 'tenanttoken'
var isScheduler = durableBackend == 'azureManaged'

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${names}'
  location: location
  tags: allTags
}

module identities 'modules/identities.bicep' = {
  scope: group
  params: { location: location, namePrefix: names, tags: allTags }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    location: location
    namePrefix: names
    retentionInDays: logRetentionInDays
    app: identities.outputs.app
    tags: allTags
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  scope: group
  params: {
    location: location
    name: '${namePrefix}host${suffix}'
    redundancy: storageRedundancy
    app: identities.outputs.app
    tags: allTags
  }
}

module ledgerStorage 'modules/ledger-storage.bicep' = {
  scope: group
  params: {
    location: location
    name: '${namePrefix}ledger${suffix}'
    redundancy: storageRedundancy
    app: identities.outputs.app
    lock: lockLedger
    tags: allTags
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    location: location
    name: '${namePrefix}-kv-${suffix}'
    app: identities.outputs.app
    workspaceId: monitoring.outputs.workspaceId
    tags: allTags
  }
}

module scheduler 'modules/durable-task-scheduler.bicep' = if (isScheduler) {
  scope: group
  params: {
    location: location
    name: '${names}-scheduler'
    hubName: hubName
    app: identities.outputs.app
    tags: allTags
  }
}

module mail 'modules/mail.bicep' = if (deployMail) {
  scope: group
  params: {
    namePrefix: names
    nameSuffix: suffix
    dataLocation: mailDataLocation
    app: identities.outputs.app
    tags: allTags
  }
}

module functionApp 'modules/function-app.bicep' = {
  scope: group
  params: {
    location: location
    namePrefix: names
    appName: '${names}-${suffix}'
    app: identities.outputs.app
    commands: identities.outputs.commands
    packageContainer: hostStorage.outputs.packageContainer
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    alwaysReadyInstances: alwaysReadyInstances
    tags: allTags
  }
}

module appSettings 'modules/app-settings.bicep' = {
  scope: group
  params: {
    appName: functionApp.outputs.appName
    settings: union(
      {
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identities.outputs.app.clientId};Authorization=AAD'
        APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
        AZURE_CLIENT_ID: identities.outputs.app.clientId
        AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: durableBackend
        AzureWebJobsDisableHomepage: 'true'
        AzureWebJobsStorage__accountName: hostStorage.outputs.accountName
        AzureWebJobsStorage__clientId: identities.outputs.app.clientId
        AzureWebJobsStorage__credential: 'managedidentity'
        DATA_PROTECTION_SECRET: 'web-key-ring'
        DURABLE_BACKEND: durableBackend
        LEDGER_TABLES_URI: ledgerStorage.outputs.tablesUri
        ROTATION_CONFIGURATION: 'rotation.json'
        RUN_COMMAND_CLIENT_ID: identities.outputs.commands.clientId
        RotationSchedule: rotationSchedule
        SecretEvents__clientId: identities.outputs.app.clientId
        SecretEvents__credential: 'managedidentity'
        SecretEvents__queueServiceUri: ledgerStorage.outputs.queuesUri
        TASKHUB_NAME: hubName
        WEBSITE_AUTH_AAD_ALLOWED_TENANTS: tenant().tenantId
      },
      isScheduler
        ? {
            AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
            DURABLE_TASK_SCHEDULER_CONNECTION_STRING: scheduler.?outputs.connectionString ?? ''
          }
        : {}
    )
  }
}

module signIn 'modules/sign-in.bicep' = {
  scope: group
  params: {
    appName: functionApp.outputs.appName
    signInClientId: signInClientId
    clientApplications: concat(clientApplications, [identities.outputs.approvals.clientId])
  }
}

module secretEvents 'modules/secret-events.bicep' = {
  scope: group
  params: {
    location: location
    namePrefix: names
    vaultName: vault.outputs.vaultName
    accountName: ledgerStorage.outputs.accountName
    queueName: ledgerStorage.outputs.eventsQueue
    deadLetterContainerName: ledgerStorage.outputs.deadLetterContainer
    tags: allTags
  }
}

module approvals 'modules/approvals.bicep' = if (!empty(approvalChannels)) {
  scope: group
  params: {
    location: location
    namePrefix: names
    channels: approvalChannels
    appAddress: functionApp.outputs.address
    signInClientId: signInClientId
    app: identities.outputs.app
    approvals: identities.outputs.approvals
    waitFor: approvalWait
    tags: allTags
  }
}

module fleetAccess 'modules/fleet-access.bicep' = [for id in targetSubscriptions: {
  scope: subscription(id)
  params: { appPrincipalId: identities.outputs.app.principalId, installation: names }
}]

module runCommandAccess 'modules/run-command-access.bicep' = [for id in targetSubscriptions: {
  scope: subscription(id)
  params: {
    commandsPrincipalId: identities.outputs.commands.principalId
    installation: names
    activityLogWorkspaceId: collectActivityLogs ? monitoring.outputs.workspaceId : ''
  }
}]

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    location: location
    namePrefix: names
    workspaceId: monitoring.outputs.workspaceId
    topicId: secretEvents.outputs.topicId
    eventsQueue: ledgerStorage.outputs.eventsQueue
    emails: alertEmails
    commandsPrincipalId: identities.outputs.commands.principalId
    gateOpenHours: gateOpenHours
    tags: allTags
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: { location: location, workspaceId: monitoring.outputs.workspaceId, tags: allTags }
}

@description('The resource group of everything but the roles in the target subscriptions.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The address of the app: web.publicAddress of rotation.json, and the redirect address of the Entra application.')
output FUNCTION_APP_ADDRESS string = functionApp.outputs.address

@description('The vault: azure.vaultUri of rotation.json.')
output VAULT_URI string = vault.outputs.vaultUri

@description('The account of the ledger, of the vault\'s events and of dead letters.')
output LEDGER_ACCOUNT string = ledgerStorage.outputs.accountName

@description('The mail endpoint for rotation.json; empty without mail.')
output MAIL_ENDPOINT string = mail.?outputs.endpoint ?? ''

@description('The mail sender for rotation.json; empty without mail.')
output MAIL_SENDER string = mail.?outputs.senderAddress ?? ''

@description('The object id of the app\'s identity.')
output APP_PRINCIPAL_ID string = identities.outputs.app.principalId

@description('The object id of the approval workflow\'s identity: whose decisions the app takes on behalf of others.')
output APPROVALS_PRINCIPAL_ID string = identities.outputs.approvals.principalId

@description('Where a gate is posted to the approval workflow; empty without one. No secret: only the app\'s identity may post there.')
output APPROVALS_TRIGGER string = approvals.?outputs.triggerAddress ?? ''
