using TenantTokens.FunctionsStorageTests.Engine;

[assembly: AssemblyFixture(typeof(SharedEngine))]
