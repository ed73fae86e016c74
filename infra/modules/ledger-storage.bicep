import { identityReference } from 'identities.bicep'
import { builtInRoles } from 'roles.bicep'

@description('The region of the account.')
param location string

@description('The name of the account: 3 to 24 small letters and digits, unique in the world.')
@minLength(3)
@maxLength(24)
param name string

@description('How often the data is kept.')
param redundancy string

@description('The identity of the app.')
param app identityReference

@description('Whether the account is locked against deletion. It holds the truth about open rotations.')
param lock bool

@description('Tags of every resource.')
param tags object

// The ledger is the truth about every rotation, so it outlives the host's account, which may be emptied at any time.
resource account 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: 'Enabled'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 30 }
      containerDeleteRetentionPolicy: { enabled: true, days: 30 }
    }

    resource deadLetters 'containers' = {
      name: 'dead-letters'
      properties: { publicAccess: 'None' }
    }
  }

  resource queues 'queueServices' = {
    name: 'default'

    resource secretEvents 'queues' = {
      name: 'secret-events'
    }

    // The host moves a message here, under this name, when the app has failed on it five times. It may not create the queue itself.
    resource poison 'queues' = {
      name: 'secret-events-poison'
    }
  }
}

resource deletionLock 'Microsoft.Authorization/locks@2020-05-01' = if (lock) {
  scope: account
  name: 'the-ledger-is-the-truth'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds every rotation, open ones too. See docs/deploy.md, "Removing it all".'
  }
}

resource tableRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, app.principalId, builtInRoles.storageTableDataContributor)
  properties: {
    principalId: app.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', builtInRoles.storageTableDataContributor)
  }
}

// Message Processor and Reader, which the documentation of the queue trigger names, are not enough: neither may update a message, which is what the
// host does to give a failed one back and to keep a long one hidden. https://github.com/MicrosoftDocs/azure-docs/issues/120932
resource eventsRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::queues::secretEvents
  name: guid(account::queues::secretEvents.id, app.principalId, builtInRoles.storageQueueDataContributor)
  properties: {
    principalId: app.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', builtInRoles.storageQueueDataContributor)
  }
}

resource poisonRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::queues::poison
  name: guid(account::queues::poison.id, app.principalId, builtInRoles.storageQueueDataMessageSender)
  properties: {
    principalId: app.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', builtInRoles.storageQueueDataMessageSender)
  }
}

@description('The name of the account.')
output accountName string = account.name

@description('The table endpoint: LEDGER_TABLES_URI.')
output tablesUri string = account.properties.primaryEndpoints.table

@description('The queue endpoint: SecretEvents__queueServiceUri.')
output queuesUri string = account.properties.primaryEndpoints.queue

@description('The queue that the events of the vault go into.')
output eventsQueue string = account::queues::secretEvents.name

@description('The container for events that could not be delivered.')
output deadLetterContainer string = account::blobs::deadLetters.name
