@description('The name of the app.')
param appName string

@description('The settings, exactly as docs/deploy.md lists them. Names, addresses and client ids; never a secret.')
param settings object

resource site 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: site
  name: 'appsettings'
  properties: settings
}
