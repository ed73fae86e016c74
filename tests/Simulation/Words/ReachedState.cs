using TenantTokens.Configuration.Options;
using TenantTokens.Simulation.Product;

namespace TenantTokens.Simulation.Words;

/// <summary>A state that a rotation was in: its whole ledger at that moment, and what was true of the tokens then.</summary>
/// <param name="Seed">The seed that reached it.</param>
/// <param name="At">When.</param>
/// <param name="RotationId">Of which rotation.</param>
/// <param name="Options">The configuration.</param>
/// <param name="Ledger">What was written down.</param>
/// <param name="Truth">What Dynatrace took.</param>
internal sealed record ReachedState(
    int Seed,
    DateTimeOffset At,
    string RotationId,
    RotationOptions Options,
    MemoryLedger Ledger,
    TokenTruth Truth);
