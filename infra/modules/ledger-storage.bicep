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

    resource keys 'containers' = {
      name: 'data-protection'
      properties: { publicAccess: 'None' }
    }

    resource deadLetters 'containers' = {
      name: 'dead-letters'
      properties: { publicAccess: 'None' }
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

resource keyRingRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::blobs::keys
  name: guid(account::blobs::keys.id, app.principalId, builtInRoles.storageBlobDataContributor)
  properties: {
    principalId: app.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', builtInRoles.storageBlobDataContributor)
  }
}

@description('The name of the account.')
output accountName string = account.name

@description('The table endpoint: LEDGER_TABLES_URI.')
output tablesUri string = account.properties.primaryEndpoints.table

@description('The blob of the data-protection key ring: DATA_PROTECTION_BLOB_URI.')
output keyRingUri string = '${account.properties.primaryEndpoints.blob}${account::blobs::keys.name}/keys.xml'

@description('The container for events that could not be delivered.')
output deadLetterContainer string = account::blobs::deadLetters.name
