using 'main.bicep'

// What to change first, from top to bottom; docs/deploy.md explains each. Everything that is not here has a safe default in main.bicep.
// azd sets AZURE_ENV_NAME and AZURE_LOCATION; the others are set with: azd env set NAME value

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')

// 1. The subscriptions with the machines, separated by commas.
param targetSubscriptions = filter(split(readEnvironmentVariable('TARGET_SUBSCRIPTIONS', ''), ','), id => !empty(id))

// 2. The Entra application that people sign in to (az ad app create, see docs/deploy.md).
param signInClientId = readEnvironmentVariable('SIGN_IN_CLIENT_ID', '00000000-0000-0000-0000-000000000000')

// 3. Who is told when something is wrong, separated by commas.
param alertEmails = filter(split(readEnvironmentVariable('ALERT_EMAILS', ''), ','), mail => !empty(mail))

// 4. Another prefix when a deleted vault still holds the name of the last one.
param namePrefix = readEnvironmentVariable('NAME_PREFIX', 'ttr')

// 5. Where people are asked besides page and mail: [], ['teams'], ['outlook'] or both.
param approvalChannels = []

// 6. azureStorage, or azureManaged for the Durable Task Scheduler. The build of src/Functions reads the same variable: one switch for both.
param durableBackend = readEnvironmentVariable('DURABLE_BACKEND', 'azureStorage')
