import { identityReference } from 'identities.bicep'

@description('The start of every name.')
param namePrefix string

@description('The end of names that are unique in the world.')
param nameSuffix string

@description('Where mails are kept at rest: Africa, Asia Pacific, Australia, Brazil, Europe, UK, United States and others. It cannot be changed later.')
param dataLocation string

@description('The identity of the app.')
param app identityReference

@description('Tags of every resource.')
param tags object

resource service 'Microsoft.Communication/emailServices@2026-03-18' = {
  name: '${namePrefix}-mail-${nameSuffix}'
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation }

  // Azure's own domain works at once, for few mails an hour. docs/deploy.md says how to take one of your own.
  resource domain 'domains' = {
    name: 'AzureManagedDomain'
    location: 'global'
    tags: tags
    properties: {
      domainManagement: 'AzureManaged'
      userEngagementTracking: 'Disabled'
    }
  }
}

resource communication 'Microsoft.Communication/communicationServices@2026-03-18' = {
  name: '${namePrefix}-acs-${nameSuffix}'
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    disableLocalAuth: true
    linkedDomains: [service::domain.id]
  }
}

// The built-in role may also call, chat and read phone numbers. These three actions are what sending a mail needs:
// https://learn.microsoft.com/azure/communication-services/quickstarts/email/send-email-smtp/smtp-authentication
resource senderRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'tenant-token-mail-sender')
  properties: {
    roleName: 'Tenant token mail sender (${nameSuffix})'
    description: 'Sends mail through Azure Communication Services.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: [
          'Microsoft.Communication/communicationServices/read'
          'Microsoft.Communication/communicationServices/write'
          'Microsoft.Communication/emailServices/write'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
  }
}

resource senderAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: communication
  name: guid(communication.id, app.principalId, senderRole.id)
  properties: {
    principalId: app.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: senderRole.id
  }
}

@description('Where mails are sent to, for rotation.json.')
output endpoint string = 'https://${communication.properties.hostName}'

@description('The sender, for rotation.json.')
output senderAddress string = 'DoNotReply@${service::domain.properties.mailFromSenderDomain}'
