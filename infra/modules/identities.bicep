@description('The region of the identities.')
param location string

@description('The start of every name.')
param namePrefix string

@description('Tags of every resource.')
param tags object

// Three, because each can do what the others cannot: run-command write is root on every machine of the fleet, and whoever reads the vault's tokens
// need not have it; and the Logic App may call the app and nothing else.
resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${namePrefix}-app'
  location: location
  tags: tags
}

resource commands 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${namePrefix}-run-commands'
  location: location
  tags: tags
}

resource approvals 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${namePrefix}-approvals'
  location: location
  tags: tags
}

@description('The app: storage, vault, mail, telemetry. It lists machines and can do nothing on them.')
output app identityReference = {
  id: app.id
  clientId: app.properties.clientId
  principalId: app.properties.principalId
}

@description('Only for run commands: writes and deletes them on the machines that it may read.')
output commands identityReference = {
  id: commands.id
  clientId: commands.properties.clientId
  principalId: commands.properties.principalId
}

@description('The approval Logic App: no role in Azure at all; the app knows it by its object id.')
output approvals identityReference = {
  id: approvals.id
  clientId: approvals.properties.clientId
  principalId: approvals.properties.principalId
}

@export()
@description('A user-assigned identity.')
type identityReference = {
  @description('The resource id.')
  id: string

  @description('The client (application) id: what a program says to be this identity.')
  clientId: string

  @description('The object id: what roles are granted to.')
  principalId: string
}
