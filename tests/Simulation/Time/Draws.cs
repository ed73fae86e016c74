namespace TenantTokens.Simulation.Time;

/// <summary>
/// Random numbers as a function of a seed and of what they are for, so that leaving one thing out of a story leaves the others as they are.
/// </summary>
internal static class Draws
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>
    /// A source of its own for everything that has a name (FNV-1a; the seeded algorithm of <see cref="Random"/> never changes).
    /// </summary>
    public static Random For(int seed, string what)
    {
        ulong hash = Offset;
        foreach (char character in $"{seed}/{what}")
        {
            hash = (hash ^ character) * Prime;
        }

        return new Random((int)(hash ^ (hash >> 32)));
    }

    public static TimeSpan Between(this Random random, TimeSpan low, TimeSpan high) => low + ((high - low) * random.NextDouble());

    public static T Of<T>(this Random random, params ReadOnlySpan<T> from) => from[random.Next(from.Length)];
}
