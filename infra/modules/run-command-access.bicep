targetScope = 'subscription'

@description('The object id of the identity that runs commands.')
param commandsPrincipalId string

@description('Tells the roles of several installations apart; role names are unique in a tenant.')
param installation string

@description('The resource id of the workspace that gets this subscription\'s activity log, or empty. Without it nobody is told of run commands by others.')
param activityLogWorkspaceId string

// Root on every machine of this subscription, and nothing else: no restart, no extension, no disk, no action form of run command.
resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, installation, 'tenant-token-run-commands')
  properties: {
    roleName: 'Tenant token run commands (${installation}, ${uniqueString(subscription().id)})'
    description: 'Reads, writes and deletes managed run commands on machines.'
    type: 'CustomRole'
    assignableScopes: [subscription().id]
    permissions: [
      {
        actions: [
          'Microsoft.Compute/virtualMachines/runCommands/read'
          'Microsoft.Compute/virtualMachines/runCommands/write'
          'Microsoft.Compute/virtualMachines/runCommands/delete'
          'Microsoft.HybridCompute/machines/runCommands/read'
          'Microsoft.HybridCompute/machines/runCommands/write'
          'Microsoft.HybridCompute/machines/runCommands/delete'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, commandsPrincipalId, role.id)
  properties: {
    principalId: commandsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: role.id
  }
}

resource activityLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(activityLogWorkspaceId)) {
  name: 'tenant-token-${installation}'
  properties: {
    workspaceId: activityLogWorkspaceId
    logs: [{ category: 'Administrative', enabled: true }]
  }
}
