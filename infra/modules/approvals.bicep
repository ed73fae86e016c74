import { identityReference } from 'identities.bicep'

@description('The region of workflow and connections.')
param location string

@description('The start of every name.')
param namePrefix string

@description('Where approvers are asked. Each channel needs a person to sign its connection in once, in the portal.')
param channels ('teams' | 'outlook')[]

@description('The address of the app, which answers are told to.')
param appAddress string

@description('The client id of the Entra application of the app: the audience of tokens both ways.')
param signInClientId string

@description('The identity of the app: the only one that may start the workflow.')
param app identityReference

@description('The identity of the workflow.')
param approvals identityReference

@description('How long an answer is waited for, as an ISO 8601 duration; afterwards the rotation\'s page still takes it.')
param waitFor string

@description('Tags of every resource.')
param tags object

var apis = { teams: 'teams', outlook: 'office365' }

resource connections 'Microsoft.Web/connections@2016-06-01' = [for channel in channels: {
  name: '${namePrefix}-${channel}'
  location: location
  tags: tags
  properties: {
    displayName: 'Tenant token approvals (${channel})'
    api: { id: subscriptionResourceId('Microsoft.Web/locations/managedApis', location, apis[channel]) }
  }
}]

// Each channel's steps are there only when the channel is: a step that names a connection which does not exist is refused.
var questions = union(
  contains(channels, 'teams') ? loadJsonContent('../workflow/teams.json') : {},
  contains(channels, 'outlook') ? loadJsonContent('../workflow/outlook.json') : {}
)

var connectionList = [for (channel, index) in channels: {
  name: apis[channel]
  value: {
    id: subscriptionResourceId('Microsoft.Web/locations/managedApis', location, apis[channel])
    connectionId: resourceId('Microsoft.Web/connections', '${namePrefix}-${channel}')
    connectionName: '${namePrefix}-${channel}'
  }
}]

resource workflow 'Microsoft.Logic/workflows@2019-05-01' = {
  name: '${namePrefix}-approvals'
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${approvals.id}': {} }
  }
  properties: {
    state: 'Enabled'
    accessControl: {
      // any(): the published type lacks sasAuthenticationPolicy. With it off, the address of the trigger is no secret.
      triggers: any({
        sasAuthenticationPolicy: { state: 'Disabled' }
        openAuthenticationPolicies: {
          policies: {
            app: {
              type: 'AAD'
              claims: [
                { name: 'iss', value: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0' }
                { name: 'aud', value: signInClientId }
                { name: 'oid', value: app.principalId }
              ]
            }
          }
        }
      })
      // Inputs and outputs of runs name people and machines: read in the portal by nobody.
      contents: { allowedCallerIpAddresses: [{ addressRange: '0.0.0.0-0.0.0.0' }] }
    }
    definition: union(loadJsonContent('../workflow/approval.json'), { actions: { Ask_every_approver: { actions: questions } } })
    parameters: {
      '$connections': { value: toObject(connectionList, item => item.name, item => item.value) }
      address: { value: appAddress }
      audience: { value: 'api://${signInClientId}' }
      identity: { value: approvals.id }
      waitFor: { value: waitFor }
    }
  }
  dependsOn: [connections]
}

@description('Where the app posts a gate, with an Entra token of its identity.')
output triggerAddress string = '${workflow.properties.accessEndpoint}/triggers/gate/paths/invoke?api-version=2016-10-01'
