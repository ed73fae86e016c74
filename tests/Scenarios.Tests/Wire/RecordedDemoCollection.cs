namespace TenantTokens.Scenarios.Tests.Wire;

/// <summary>Those who read the recorded demo; it is played once.</summary>
[CollectionDefinition]
public sealed class RecordedDemoCollection : ICollectionFixture<RecordedDemo>;
