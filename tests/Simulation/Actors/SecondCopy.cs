namespace TenantTokens.Simulation.Actors;

/// <summary>Another installation of the product, with a ledger of its own, that is asked to rotate the same environment.</summary>
internal static class SecondCopy
{
    public static Deed Deed { get; } = new(
        "a second copy",
        "a second copy of the product, with a ledger of its own, is asked to rotate the same environment",
        static run => run.StartSecondCopyAsync());
}
