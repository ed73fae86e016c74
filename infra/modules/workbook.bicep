@description('The region of the workbook.')
param location string

@description('The resource id of the workspace.')
param workspaceId string

@description('Tags of every resource.')
param tags object

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(workspaceId, 'tenant-token-rotations')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    category: 'workbook'
    displayName: 'Tenant token rotations'
    serializedData: string(loadJsonContent('../workbook.json'))
    sourceId: workspaceId
  }
}
