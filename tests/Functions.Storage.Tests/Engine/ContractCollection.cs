namespace TenantTokens.FunctionsStorageTests.Engine;

/// <summary>The tests that share an engine, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class ContractCollection
{
    /// <summary>The collection's name.</summary>
    public const string Name = "contract on Azure Storage";
}
