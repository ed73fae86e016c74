import { identityReference } from 'identities.bicep'
import { builtInRoles } from 'roles.bicep'

@description('The region of the scheduler.')
param location string

@description('The name of the scheduler.')
param name string

@description('The name of the task hub.')
@minLength(3)
@maxLength(64)
param hubName string

@description('From where the scheduler may be called. The app has no fixed address, so everywhere by default: every call needs an Entra token with a role.')
param ipAllowlist array = ['0.0.0.0/0']

@description('The identity of the app.')
param app identityReference

@description('Tags of every resource.')
param tags object

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'Consumption' }
    ipAllowlist: ipAllowlist
  }

  resource hub 'taskHubs' = {
    name: hubName
  }

  resource retention 'retentionPolicies' = {
    name: 'default'
    properties: { retentionPolicies: [{ retentionPeriodInDays: 30 }] }
  }
}

resource hubRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: scheduler::hub
  name: guid(scheduler::hub.id, app.principalId, builtInRoles.durableTaskDataContributor)
  properties: {
    principalId: app.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', builtInRoles.durableTaskDataContributor)
  }
}

@description('DURABLE_TASK_SCHEDULER_CONNECTION_STRING: an address and an identity, no secret.')
output connectionString string = 'Endpoint=${scheduler.properties.endpoint};Authentication=ManagedIdentity;ClientID=${app.clientId}'
