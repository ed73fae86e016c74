import { identityReference } from 'identities.bicep'

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
// Not the built-in Secrets Officer, which may also delete, recover, back up and purge secrets: a deleted secret takes both tokens of a rotation with it.
resource secretsRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'tenant-token-secrets')
  properties: {
    roleName: 'Tenant token secrets (${name})'
    description: 'Reads secrets and their versions, writes new versions, disables and expires them.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: [
          'Microsoft.KeyVault/vaults/secrets/getSecret/action'
          'Microsoft.KeyVault/vaults/secrets/readMetadata/action'
          'Microsoft.KeyVault/vaults/secrets/setSecret/action'
          'Microsoft.KeyVault/vaults/secrets/update/action'
        ]
        notDataActions: []
      }
    ]
  }
}

resource secretsAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, app.principalId, secretsRole.id)
  properties: {
    principalId: app.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: secretsRole.id
  }
}

@description('The name of the vault.')
output vaultName string = vault.name

@description('The address of the vault: azure.vaultUri of rotation.json.')
output vaultUri string = vault.properties.vaultUri
