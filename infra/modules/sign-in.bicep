@description('The name of the app.')
param appName string

@description('The client id of the Entra application that people sign in to; its app roles are those of infra/app-roles.json.')
param signInClientId string

@description('Client ids of programs whose tokens the app lets in, besides those that people get by signing in.')
param clientApplications array

resource site 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

// Nobody reaches a function without a token of this tenant for this application; what a token may do is decided in the app, by its roles. The app
// checks the id token itself as well and trusts no header alone.
resource auth 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: site
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'RedirectToLoginPage'
      redirectToProvider: 'azureactivedirectory'
    }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: signInClientId
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: {
          allowedAudiences: [signInClientId, 'api://${signInClientId}']
          defaultAuthorizationPolicy: { allowedApplications: concat([signInClientId], clientApplications) }
        }
      }
    }
    login: {
      // The id token reaches the app only with the token store on.
      tokenStore: { enabled: true }
      preserveUrlFragmentsForLogins: false
    }
  }
}
