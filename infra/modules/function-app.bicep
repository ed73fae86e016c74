import { identityReference } from 'identities.bicep'

@description('The region of plan and app.')
param location string

@description('The start of every name.')
param namePrefix string

@description('The name of the app, unique in the world: the first part of its address.')
@maxLength(60)
param appName string

@description('The identity of the app.')
param app identityReference

@description('The identity that runs commands on machines.')
param commands identityReference

@description('The container that the app is deployed from.')
param packageContainer string

@description('The most instances there will be: 40 to 1000. A rotation\'s caps hold whatever this is.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('The memory of an instance in MB.')
@allowed([2048, 4096])
param instanceMemoryMB int

@description('How many instances for orchestrations are always there. 0 costs nothing at rest; timers and approvals then wait for a cold start.')
@minValue(0)
@maxValue(10)
param alwaysReadyInstances int

@description('Tags of every resource.')
param tags object

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: '${namePrefix}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: appName
  location: location
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${app.id}': {}
      '${commands.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    siteConfig: {
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainer
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: app.id
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReadyInstances > 0 ? [{ name: 'durable', instanceCount: alwaysReadyInstances }] : []
      }
    }
  }

  // Deployment and console take Entra tokens only; the publishing password is off.
  resource ftpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

@description('The name of the app.')
output appName string = site.name

@description('The address of the app: web.publicAddress of rotation.json.')
output address string = 'https://${site.properties.defaultHostName}'
