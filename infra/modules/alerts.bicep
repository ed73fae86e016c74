@description('The region of the rules: the workspace\'s.')
param location string

@description('The start of every name.')
param namePrefix string

@description('The resource id of the workspace.')
param workspaceId string

@description('The resource id of the system topic whose dead letters are watched.')
param topicId string

@description('The queue that the events of the vault go into.')
param eventsQueue string

@description('Mail addresses that are told. Nobody when empty: alerts then only show in the portal.')
param emails array

@description('The object id of the only identity that is meant to write run commands.')
param commandsPrincipalId string

@description('After how many hours an open gate is reported: 1 to 47.')
@minValue(1)
@maxValue(47)
param gateOpenHours int

@description('Tags of every resource.')
param tags object

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: '${namePrefix}-alerts'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'tenanttoken'
    emailReceivers: [for (email, index) in emails: { name: 'mail-${index}', emailAddress: email, useCommonAlertSchema: true }]
  }
}

var actionGroups = empty(emails) ? [] : [people.id]

var rules = [
  {
    name: 'run-command-by-others'
    title: 'A run command was written by somebody else'
    why: 'Whoever writes run commands is root on the machines. Find out who it is before the next rotation.'
    severity: 0
    range: 'PT30M'
    query: replace(loadTextContent('../queries/run-command-by-others.kql'), '{commandsPrincipalId}', commandsPrincipalId)
    per: 'Who'
  }
  {
    name: 'gate-open-too-long'
    title: 'An approval gate has been open for too long'
    why: 'An open rotation harms nobody, but it waits for the people the gate names.'
    severity: 2
    range: 'P2D'
    query: replace(loadTextContent('../queries/gate-open-too-long.kql'), '{gateOpenHours}', string(gateOpenHours))
    per: 'RotationId'
  }
  {
    name: 'rotation-parked'
    title: 'A rotation is parked'
    why: 'It goes on only when somebody says how: the rotation\'s page shows the reason and the allowed moves.'
    severity: 1
    range: 'P2D'
    query: loadTextContent('../queries/rotation-parked.kql')
    per: 'RotationId'
  }
  {
    name: 'vault-event-failed'
    title: 'An event of the vault could not be handled'
    why: 'The app failed on it five times, so it lies in the poison queue for a week. The timer still starts what is due; the log says what was wrong.'
    severity: 2
    range: 'PT30M'
    query: replace(loadTextContent('../queries/vault-event-failed.kql'), '{queue}', eventsQueue)
    per: 'Queue'
  }
]

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in rules: {
  name: '${namePrefix}-${rule.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: rule.title
    description: rule.why
    enabled: true
    severity: rule.severity
    scopes: [workspaceId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT30M'
    overrideQueryTimeRange: rule.range
    autoMitigate: false
    muteActionsDuration: 'PT4H'
    skipQueryValidation: true // its tables are there only once the first row has come in
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          dimensions: [{ name: rule.per, operator: 'Include', values: ['*'] }]
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: actionGroups }
  }
}]

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${namePrefix}-dead-letter'
  location: 'global'
  tags: tags
  properties: {
    description: 'An event of the vault could not be delivered to its queue in a day. The timer still starts what is due; find out what Event Grid could not do.'
    enabled: true
    severity: 2
    scopes: [topicId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT30M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead-letters'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'DeadLetteredCount'
          operator: 'GreaterThan'
          threshold: 0
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [for group in actionGroups: { actionGroupId: group }]
  }
}
