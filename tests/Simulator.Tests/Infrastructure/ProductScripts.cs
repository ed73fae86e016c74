using TenantTokens.Tooling;

namespace TenantTokens.Simulator.Tests.Infrastructure;

/// <summary>The product's host scripts. The world references no product, but its tests run the real scripts.</summary>
internal static class ProductScripts
{
    /// <summary>Reads the script with this file name from the sources.</summary>
    public static string Read(string name)
        => File.ReadAllText(Path.Combine(Repository.Root, "src", "Shared", "RunCommand", "scripts", name));
}
