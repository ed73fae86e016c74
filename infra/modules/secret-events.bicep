import { builtInRoles } from 'roles.bicep'

@description('The region of the topic: the vault\'s.')
param location string

@description('The start of every name.')
param namePrefix string

@description('The name of the vault whose events are taken.')
param vaultName string

@description('The storage account that keeps events which could not be delivered.')
param deadLetterAccountName string

@description('The container in it.')
param deadLetterContainerName string

@description('Tags of every resource.')
param tags object

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' existing = {
  name: vaultName
}

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' existing = {
  name: deadLetterAccountName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource deadLetters 'containers' existing = {
      name: deadLetterContainerName
    }
  }
}

// The subscription is a module of its own (secret-events-subscription.bicep): it can be made only once the function is deployed.
resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: '${namePrefix}-secret-events'
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    source: vault.id
    topicType: 'Microsoft.KeyVault.vaults'
  }
}

resource deadLetterRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::blobs::deadLetters
  name: guid(account::blobs::deadLetters.id, topic.id, builtInRoles.storageBlobDataContributor)
  properties: {
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', builtInRoles.storageBlobDataContributor)
  }
}

@description('The name of the topic.')
output topicName string = topic.name

@description('The resource id of the topic.')
output topicId string = topic.id
