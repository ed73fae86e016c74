targetScope = 'subscription'

@description('The object id of the app\'s identity.')
param appPrincipalId string

@description('Tells the roles of several installations apart; role names are unique in a tenant.')
param installation string

// What planning asks Resource Graph for. Machines that the identity may not read are left out there without a word.
// Not the built-in Reader, which also reads whatever else is in the subscription.
resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, installation, 'tenant-token-machine-reader')
  properties: {
    roleName: 'Tenant token machine reader (${installation}, ${uniqueString(subscription().id)})'
    description: 'Lists machines and scale-set instances.'
    type: 'CustomRole'
    assignableScopes: [subscription().id]
    permissions: [
      {
        actions: [
          'Microsoft.Compute/virtualMachines/read'
          'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read'
          'Microsoft.HybridCompute/machines/read'
          'Microsoft.ResourceGraph/resources/read'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, appPrincipalId, role.id)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: role.id
  }
}
