import { identityReference } from 'identities.bicep'
import { builtInRoles } from 'roles.bicep'

@description('The region of workspace and component.')
param location string

@description('The start of every name.')
param namePrefix string

@description('How many days logs are kept: 30 to 730.')
@minValue(30)
@maxValue(730)
param retentionInDays int

@description('The identity of the app.')
param app identityReference

@description('Tags of every resource.')
param tags object

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: '${namePrefix}-logs'
  location: location
  tags: tags
  properties: {
    retentionInDays: retentionInDays
    sku: { name: 'PerGB2018' }
    features: { disableLocalAuth: true }
  }

  // One place that knows what the app's log lines look like; alerts and workbook say RotationEvents.
  resource rotationEvents 'savedSearches' = {
    name: 'rotation-events'
    properties: {
      category: 'Tenant token rotation'
      displayName: 'RotationEvents'
      functionAlias: 'RotationEvents'
      query: loadTextContent('../queries/rotation-events.kql')
      version: 2
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${namePrefix}-insights'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource publisherRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, app.principalId, builtInRoles.monitoringMetricsPublisher)
  properties: {
    principalId: app.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', builtInRoles.monitoringMetricsPublisher)
  }
}

@description('The resource id of the workspace.')
output workspaceId string = workspace.id

@description('Where telemetry goes. It authorizes nothing: local authentication is off.')
output connectionString string = insights.properties.ConnectionString
