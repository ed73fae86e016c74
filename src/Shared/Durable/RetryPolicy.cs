namespace TenantTokens.Durable;

/// <summary>
/// How often and when a failed activity is run again. Maps to <c>Microsoft.DurableTask.RetryPolicy</c>. For outages only: expected outcomes
/// are values.
/// </summary>
/// <param name="MaxNumberOfAttempts">The number of attempts, including the first; at least 1.</param>
/// <param name="FirstRetryInterval">The wait before the second attempt; more than zero.</param>
/// <param name="BackoffCoefficient">The factor between one wait and the next; at least 1.</param>
/// <param name="MaxRetryInterval">The longest wait; one hour when null.</param>
public sealed record RetryPolicy(
    int MaxNumberOfAttempts,
    TimeSpan FirstRetryInterval,
    double BackoffCoefficient = 1.0,
    TimeSpan? MaxRetryInterval = null)
{
    /// <summary>Returns the wait after a failed attempt; 1 is the first.</summary>
    public TimeSpan DelayAfter(int attempt)
    {
        double ticks = FirstRetryInterval.Ticks * Math.Pow(BackoffCoefficient, attempt - 1);
        TimeSpan longest = MaxRetryInterval ?? TimeSpan.FromHours(1);
        return ticks >= longest.Ticks ? longest : TimeSpan.FromTicks((long)ticks);
    }
}
