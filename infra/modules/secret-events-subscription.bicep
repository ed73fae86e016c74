@description('The name of the system topic of the vault.')
param topicName string

@description('The name of the function app, already deployed.')
param appName string

@description('The name of the function that takes the events.')
param functionName string = 'SecretNearExpiry'

@description('The storage account that keeps events which could not be delivered.')
param deadLetterAccountName string

@description('The container in it.')
param deadLetterContainerName string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' existing = {
  name: deadLetterAccountName
}

resource site 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName

  resource function 'functions' existing = {
    name: functionName
  }
}

// A new version of a secret is our own doing and starts nothing, so only the two events of an expiry are taken.
resource subscription 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'secret-near-expiry'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    filter: { includedEventTypes: ['Microsoft.KeyVault.SecretNearExpiry', 'Microsoft.KeyVault.SecretExpired'] }
    destination: {
      endpointType: 'AzureFunction'
      properties: {
        resourceId: site::function.id
        maxEventsPerBatch: 1
      }
    }
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: account.id
          blobContainerName: deadLetterContainerName
        }
      }
    }
  }
}
