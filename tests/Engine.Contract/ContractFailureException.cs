namespace TenantTokens.EngineContract;

/// <summary>What an activity of the contract throws: one of our own, whose words people read. A library's would stay in the log.</summary>
public sealed class ContractFailureException(string message) : Exception(message);
