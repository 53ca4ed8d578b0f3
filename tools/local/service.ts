/** Whether the service with this admin port wants requests now. */
export async function isServiceReady(adminUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${adminUrl}/health/ready`)).ok;
  } catch {
    return false;
  }
}
