import { identityReference } from 'identities.bicep'
import { builtInRoles } from 'roles.bicep'

@description('The region of the vault.')
param location string

@description('The name of the vault: 3 to 24 letters, digits and dashes, unique in the world. A deleted vault keeps it for 90 days.')
@minLength(3)
@maxLength(24)
param name string

@description('The identity of the app.')
param app identityReference

@description('The resource id of the workspace that gets the audit log.')
param workspaceId string

@description('Tags of every resource.')
param tags object

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: 'Enabled'
  }

  // Wraps the keys of antiforgery tokens; they lie in a blob that others may read.
  resource dataProtectionKey 'keys' = {
    name: 'data-protection'
    properties: {
      kty: 'RSA'
      keySize: 3072
      keyOps: ['wrapKey', 'unwrapKey']
    }
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

// The whole vault, because which secrets there are is said by rotation.json, and a rotation writes new versions of them.
resource secretsRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, app.principalId, builtInRoles.keyVaultSecretsOfficer)
  properties: {
    principalId: app.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', builtInRoles.keyVaultSecretsOfficer)
  }
}

resource keyRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault::dataProtectionKey
  name: guid(vault::dataProtectionKey.id, app.principalId, builtInRoles.keyVaultCryptoServiceEncryptionUser)
  properties: {
    principalId: app.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', builtInRoles.keyVaultCryptoServiceEncryptionUser)
  }
}

@description('The name of the vault.')
output vaultName string = vault.name

@description('The address of the vault: azure.vaultUri of rotation.json.')
output vaultUri string = vault.properties.vaultUri

@description('The key that wraps the data-protection key ring, without a version: DATA_PROTECTION_KEY_URI.')
output dataProtectionKeyUri string = vault::dataProtectionKey.properties.keyUri
