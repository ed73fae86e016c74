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
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

// The whole vault, because rotation.json says which secrets there are, and a rotation writes new versions of them; the key ring of the sign-in is one more.
resource secretsRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, app.principalId, builtInRoles.keyVaultSecretsOfficer)
  properties: {
    principalId: app.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', builtInRoles.keyVaultSecretsOfficer)
  }
}

@description('The name of the vault.')
output vaultName string = vault.name

@description('The address of the vault: azure.vaultUri of rotation.json.')
output vaultUri string = vault.properties.vaultUri
